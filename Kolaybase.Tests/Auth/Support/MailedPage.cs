using System.Net;
using System.Text.RegularExpressions;
using Kolaybase.Tests.Platform;

namespace Kolaybase.Tests.Auth.Support;

/// <summary>The page that the link in a mail opens, without a browser: what it says, and what its button posts (a real browser shows that it does).</summary>
public sealed partial class MailedPage
{
    private readonly EndUserFixture _fixture;

    private MailedPage(EndUserFixture fixture, string html) => (_fixture, Html, Data) =
        (fixture, html, DataAttribute().Matches(html).ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value)));

    public string Html { get; }

    /// <summary>What the page's script works with.</summary>
    public IReadOnlyDictionary<string, string> Data { get; }

    public static async Task<MailedPage> OpenAsync(EndUserFixture fixture, CaughtMail mail) =>
        new(fixture, await fixture.Api.Client.GetStringAsync(new Uri(mail.Fields["link"]).PathAndQuery, TestContext.Current.CancellationToken));

    /// <summary>Presses the button.</summary>
    /// <param name="password">What is typed into the field, if there is one.</param>
    /// <param name="address">Where the browser is; null says nothing.</param>
    public Task<Answer> PressAsync(string? password = null, string? address = null)
    {
        var body = new Dictionary<string, string> { ["otp"] = Data["otp"] };
        if (Data["email"].Length > 0)
        {
            body["email"] = Data["email"];
        }

        if (Data["field"].Length > 0 && !string.IsNullOrEmpty(password))
        {
            body[Data["field"]] = password;
        }

        return new EndUserClient(_fixture.Api.Client, Data["key"]) { Address = address }.PostAsync(Data["call"], body);
    }

    [GeneratedRegex("data-(\\w+)=\"([^\"]*)\"")]
    private static partial Regex DataAttribute();
}
