using System.Net;
using System.Text.RegularExpressions;
using Kolaybase.Tests.Auth.Support;
using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.Tests.Auth.Pages;

/// <summary>The pages that links in mails open.</summary>
public sealed partial class CodePageTests(EndUserFixture fixture) : IClassFixture<EndUserFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string?> Pages { get; } = new()
    {
        { "verify-email", "verify-email", "password" },
        { "reset-password", "reset-password", "newPassword" },
        { "magic-link", "magic-link/verify", null },
        { "change-email", "change-email/verify", "password" },
        { "invite", "invite/verify", "password" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_a_button_that_posts_and_nothing_from_elsewhere(string name, string call, string? field)
    {
        var project = await fixture.CreateProjectAsync(new AuthSettings { RedirectUrls = ["com.example.app:/cb"] });
        var query = $"otp=123456&apikey={project.AnonKey}&email=ada%40example.com" + (name is "magic-link" or "invite" ? "&redirect_to=com.example.app:/cb" : "");
        using var response = await GetAsync($"{name}-callback?{query}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var html = await response.Content.ReadAsStringAsync(Cancel);

        Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.Contains($"data-call=\"{call}\"", html, StringComparison.Ordinal);
        Assert.Contains($"data-otp=\"123456\" data-email=\"ada@example.com\" data-key=\"{project.AnonKey}\" data-field=\"{field}\"", html, StringComparison.Ordinal);
        Assert.Equal(field is not null, html.Contains("<label for=\"password\">", StringComparison.Ordinal));
        Assert.Single(Button().Matches(html));
        Assert.DoesNotMatch(Elsewhere(), html);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var nonce = Nonce().Match(policy).Groups[1].Value;
        Assert.Equal(2, html.Split($"nonce=\"{nonce}\"").Length - 1);
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.True(response.Headers.CacheControl?.NoStore);
        using var again = await GetAsync($"{name}-callback?{query}");
        Assert.NotEqual(policy, Assert.Single(again.Headers.GetValues("Content-Security-Policy")));
    }

    [Fact]
    public async Task A_sign_in_that_goes_nowhere_shows_the_code_and_has_no_button_to_spend_it()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("magic-link", new { email = user.Email })).Expect(200);
        var mail = await fixture.Mails.NextAsync(project.Id, user.Email, "magic-link");
        var html = await fixture.Api.Client.GetStringAsync(new Uri(mail.Fields["link"]).PathAndQuery, Cancel);
        Assert.Contains($"<output>{mail.Code}</output>", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Button(), html);
        Assert.DoesNotMatch(Data(), html);
        Assert.DoesNotMatch(Elsewhere(), html);
    }

    [Fact]
    public async Task An_invitation_that_goes_nowhere_asks_for_the_password_that_its_user_will_need()
    {
        var project = await fixture.CreateProjectAsync();
        using var response = await GetAsync($"invite-callback?otp=123456&apikey={project.AnonKey}");
        var html = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Contains(" required minlength=", html, StringComparison.Ordinal);
        Assert.Contains("sign in with your address and this password", html, StringComparison.Ordinal);
        Assert.Contains("data-redirect=\"\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_to_go_on_is_checked_before_anything_is_mailed()
    {
        var project = await fixture.CreateProjectAsync(new AuthSettings { RedirectUrls = ["https://app.example.com/done"] });
        foreach (var url in new[] { "https://evil.example/done", "", "javascript:alert(1)" })
        {
            (await project.Client().PostAsync("magic-link", new { email = "no address", redirect_to = url })).Refused(400, "KB902");
            (await project.Server().PostAsync("invite", new { email = "no address", redirect_to = url })).Refused(400, "KB902");
        }
    }

    [Theory]
    [InlineData("magic-link")]
    [InlineData("invite")]
    public async Task Where_to_go_on_is_in_the_mailed_link(string call)
    {
        const string url = "https://app.example.com/done?next=%2Fa%26b";
        var project = await fixture.CreateProjectAsync(new AuthSettings { RedirectUrls = ["https://app.example.com/*"] });
        var user = await project.SignUpAsync();
        (await project.Server().PostAsync(call, new { email = user.Email, redirect_to = url })).Expect(200);
        var link = new Uri((await fixture.Mails.NextAsync(project.Id, user.Email, call)).Fields["link"]);
        var html = await fixture.Api.Client.GetStringAsync(link.PathAndQuery, Cancel);
        var data = Data().Matches(html).ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
        Assert.Equal(url, data["redirect"]);
    }

    [Fact]
    public async Task Opening_the_mailed_link_spends_nothing_and_what_its_button_posts_signs_in()
    {
        var project = await fixture.CreateProjectAsync(new AuthSettings { RedirectUrls = ["https://app.example.com/done"] });
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("magic-link", new { email = user.Email, redirect_to = "https://app.example.com/done" })).Expect(200);
        var link = new Uri((await fixture.Mails.NextAsync(project.Id, user.Email, "magic-link")).Fields["link"]);
        for (var i = 0; i < 3; i++)
        {
            await fixture.Api.Client.GetStringAsync(link.PathAndQuery, Cancel);
        }

        var page = await MailedPage.OpenAsync(fixture, await fixture.Mails.NextAsync(project.Id, user.Email, "magic-link"));
        var session = (await page.PressAsync()).Expect(200);
        Assert.Equal(user.UserId, session.GetProperty("userId").GetGuid());
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345a")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("12345678901234567")]
    [InlineData("１２３４５６")]
    public async Task What_is_no_code_is_put_into_no_page(string otp)
    {
        var project = await fixture.CreateProjectAsync();
        using var response = await GetAsync($"verify-email-callback?otp={Uri.EscapeDataString(otp)}&apikey={project.AnonKey}");
        await RefusedAsync(response, 400, "KB003");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("a@example.com\r\nBcc: b@example.com")]
    public async Task What_is_no_address_is_put_into_no_page(string email)
    {
        var project = await fixture.CreateProjectAsync();
        using var response = await GetAsync($"verify-email-callback?otp=123456&apikey={project.AnonKey}&email={Uri.EscapeDataString(email)}");
        await RefusedAsync(response, 400, "KB003");
    }

    [Fact]
    public async Task A_link_of_a_former_version_that_names_no_address_still_works()
    {
        var project = await fixture.CreateProjectAsync();
        var html = await fixture.Api.Client.GetStringAsync($"/api/rest/v1/auth/verify-email-callback?otp=123456&apikey={project.AnonKey}", Cancel);
        Assert.Contains("data-email=\"\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_new_address_shows_the_code_for_those_who_have_no_password()
    {
        var project = await fixture.CreateProjectAsync();
        var html = await fixture.Api.Client.GetStringAsync($"/api/rest/v1/auth/change-email-callback?otp=123456&apikey={project.AnonKey}", Cancel);
        Assert.Contains("<output>123456</output>", html, StringComparison.Ordinal);
        Assert.Contains("autocomplete=\"current-password\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_anon_key_is_taken_from_a_URL()
    {
        var project = await fixture.CreateProjectAsync();
        await RefusedAsync(await GetAsync($"verify-email-callback?otp=123456&apikey={project.ServiceKey}"), 403, "KB105");
        await RefusedAsync(await GetAsync("verify-email-callback?otp=123456&apikey=kb_anon_nobody"), 401, "KB102");
        await RefusedAsync(await GetAsync("verify-email-callback?otp=123456&apikey=%22%3E%3Cscript%3E"), 401, "KB102");
        await RefusedAsync(await GetAsync("verify-email-callback?otp=123456"), 401, "KB101");
        await RefusedAsync(await GetAsync($"verify-email-callback?otp=123456&apikey={project.AnonKey}&apikey={project.AnonKey}"), 401, "KB101");
        // And nowhere else.
        await RefusedAsync(await GetAsync($"me?apikey={project.AnonKey}"), 401, "PGRST302");
    }

    [Theory]
    [InlineData("https://app.example.com/done", true)]
    [InlineData("https://app.example.com.evil.example/done", false)]
    [InlineData("https://app.example.com@evil.example/done", false)]
    [InlineData("https://app.example.com:8443/done", false)]
    [InlineData("http://app.example.com/done", false)]
    [InlineData("https://app.example.com/other", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("https:\\\\evil.example/done", false)]
    [InlineData("", false)]
    public async Task The_session_goes_on_to_a_listed_address_only(string redirectTo, bool allowed)
    {
        var project = await fixture.CreateProjectAsync(new AuthSettings { RedirectUrls = ["https://app.example.com/done"] });
        foreach (var name in new[] { "magic-link", "invite" })
        {
            using var response = await GetAsync($"{name}-callback?otp=123456&apikey={project.AnonKey}&redirect_to={Uri.EscapeDataString(redirectTo)}");
            if (allowed)
            {
                Assert.Contains($"data-redirect=\"{redirectTo}\"", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            }
            else
            {
                await RefusedAsync(response, 400, "KB902");
            }
        }
    }

    private Task<HttpResponseMessage> GetAsync(string call) => fixture.Api.Client.GetAsync("/api/rest/v1/auth/" + call, Cancel);

    private static async Task RefusedAsync(HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync(Cancel);
        new Kolaybase.Tests.Platform.Answer(response.StatusCode, text, response.Headers).Refused(status, code);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [GeneratedRegex("<button ")]
    private static partial Regex Button();

    [GeneratedRegex("(?:src|href)\\s*=|https?://|url\\(|@import|\\son\\w+=")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("script-src 'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("data-(\\w+)=\"([^\"]*)\"")]
    private static partial Regex Data();
}
