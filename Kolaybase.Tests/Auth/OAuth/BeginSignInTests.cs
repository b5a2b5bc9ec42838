using Kolaybase.ControlPlane.Identity.OAuth;
using Kolaybase.Tests.Auth.OAuth.Support;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.Auth.OAuth;

/// <summary>What is refused before anything is kept or the provider is called.</summary>
public sealed class BeginSignInTests(OAuthFixture fixture) : IClassFixture<OAuthFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Tricks =>
    [
        "https://app.example.com",
        "https://app.example.com/welcome/",
        "https://app.example.com/welcome?next=1",
        "https://app.example.com/welcome#x",
        "https://app.example.com@evil.example/welcome",
        "https://app.example.com:pass@evil.example/welcome",
        "https://evil.example/https://app.example.com/welcome",
        "https://app.example.com.evil.example/welcome",
        "https://evilapp.example.com/welcome",
        "https://evil.example\\@app.example.com/welcome",
        "https:\\\\app.example.com\\welcome",
        "https://app.example.com\\.evil.example/welcome",
        "https://app.example.com%2eevil.example/welcome",
        "https://app%2eexample.com/welcome",
        "https://app.example.com/%2e%2e/welcome",
        "https://app.example.com/deep/../../other",
        "https://app.example.com/deep/%2e%2e/%2E%2E/other",
        "https://app.example.com/deep/%252e%252e/other",
        "https://app.example.com:8443/welcome",
        "http://app.example.com/welcome",
        "//app.example.com/welcome",
        "javascript://app.example.com/welcome",
        "data:text/html,x",
        "/welcome",
        "",
        " https://app.example.com/welcome",
        "https://app.example.com/welcome\r\nSet-Cookie: x=y",
        "https://app.example.com/deep/x\r\nLocation: https://evil.example",
        "https://app.example.com/welcome\n",
        "https://app.example.com/welcome\0",
        "https://аpp.example.com/welcome",
    ];

    [Theory]
    [MemberData(nameof(Tricks))]
    public async Task An_address_that_only_looks_like_one_of_the_list_is_refused(string redirectTo)
    {
        var project = await fixture.CreateProjectAsync();
        var answer = await project.AskAsync(OAuthProviders.Google, "?redirect_to=" + Uri.EscapeDataString(redirectTo));
        // NUL is refused before anything is routed.
        answer.Refused(400, redirectTo.Contains('\0', StringComparison.Ordinal) ? "KB004" : "KB902");
        await NothingIsKeptAsync(project);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?redirect_to=https%3A%2F%2Fapp.example.com%2Fwelcome&redirect_to=https%3A%2F%2Fevil.example%2F")]
    [InlineData("?redirect_to=https%3A%2F%2Fapp.example.com%2Fdeep%2F1&redirect_to=https%3A%2F%2Fapp.example.com%2Fdeep%2F2")]
    public async Task One_address_has_to_be_given(string query)
    {
        var project = await fixture.CreateProjectAsync();
        (await project.AskAsync(OAuthProviders.Google, query)).Refused(400, "KB902");
        await NothingIsKeptAsync(project);
    }

    [Theory]
    [InlineData("https://app.example.com/welcome")]
    [InlineData("https://app.example.com:443/welcome")]
    [InlineData("https://app.example.com/deep/er/still?tab=1")]
    public async Task An_address_of_the_list_is_taken(string redirectTo)
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        Assert.Contains("access_token", (await browser.SignInAsync(project, OAuthProviders.Google, redirectTo)).Keys);
    }

    [Theory]
    [InlineData("facebook")]
    [InlineData("Google")]
    [InlineData("google%20")]
    public async Task A_provider_that_there_is_not_is_refused(string provider)
    {
        var project = await fixture.CreateProjectAsync();
        (await project.AskAsync(provider, "?redirect_to=" + Uri.EscapeDataString(OAuthFixture.App))).Refused(404, "KB920");
    }

    [Fact]
    public async Task A_provider_that_the_project_has_not_or_has_switched_off_is_refused()
    {
        var without = await fixture.CreateProjectAsync(s => s with { Providers = s.Providers.Where(p => p.Key == OAuthProviders.GitHub).ToDictionary() });
        var off = await fixture.CreateProjectAsync(s => s with { Providers = s.Providers.ToDictionary(p => p.Key, p => p.Value with { Enabled = false }) });
        foreach (var project in new[] { without, off })
        {
            (await project.AskAsync(OAuthProviders.Google, "?redirect_to=" + Uri.EscapeDataString(OAuthFixture.App))).Refused(404, "KB920");
            await NothingIsKeptAsync(project);
        }
    }

    [Fact]
    public async Task It_needs_a_key_and_takes_either()
    {
        var project = await fixture.CreateProjectAsync();
        var query = "?redirect_to=" + Uri.EscapeDataString(OAuthFixture.App);
        (await project.AskAsync(OAuthProviders.Google, query, "kb_anon_none")).Refused(401, "KB102");
        (await project.AskAsync(OAuthProviders.Google, query, project.ServiceKey)).Expect(200);
        var answer = (await project.AskAsync(OAuthProviders.Google, query)).Expect(200);
        Assert.Equal(["url", "provider"], answer.EnumerateObject().Select(p => p.Name));
        Assert.Equal("google", answer.GetProperty("provider").GetString());
    }

    private async Task NothingIsKeptAsync(OAuthProject project)
    {
        await using var db = fixture.OpenRegistry();
        Assert.False(await db.OAuthStates.AnyAsync(s => s.ProjectId == project.Id, Cancel));
    }
}
