using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Auth;

/// <summary>Sign-in with a provider, as far as it goes without one (the whole of it: Kolaybase.Tests/Auth/OAuth).</summary>
public class ProviderScenarios
{
    private const string App = "https://app.example.com/welcome";

    [Fact]
    public async Task A_sign_in_with_a_provider_begins_at_our_page_which_sends_the_browser_on()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        var anon = owner.AsAnon(project);
        var signIn = "/api/rest/v1/auth/signin/google?redirect_to=" + Uri.EscapeDataString(App);
        (await anon.GetAsync(signIn)).Expect(404, "KB920");
        (await owner.PutAsync($"/api/projects/{project.Id}/auth/config", new
        {
            redirectUrls = new[] { App },
            providers = new { google = new { clientId = "client-of-acceptance", clientSecret = "hush-hush" } },
        })).Expect(200);

        (await owner.AsNobody().GetAsync(signIn)).Expect(401, "PGRST302");
        (await anon.GetAsync("/api/rest/v1/auth/signin/google")).Expect(400, "KB902");
        (await anon.GetAsync(signIn + "%40evil.example")).Expect(400, "KB902");
        var begun = (await anon.GetAsync(signIn)).Expect(200).MustBe("provider", "google").MustNotContain("hush-hush");
        var page = new Uri(begun.Text("url"));
        Assert.EndsWith($"/api/rest/v1/auth/authorize/{project.Id}/google", page.AbsolutePath, StringComparison.Ordinal);

        var browser = owner.AsNobody();
        var path = $"/api/rest/v1/auth/authorize/{project.Id}/google{page.Query}";
        var provider = new Uri((await browser.GetAsync(path)).Expect(302).MustNotContain("hush-hush").Header("Location")!);
        Assert.Contains("client_id=client-of-acceptance", provider.Query, StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", provider.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", provider.Query, StringComparison.Ordinal);
        // A state that nobody was given, at both pages.
        var madeUp = "?state=" + new string('A', 43);
        (await browser.GetAsync($"/api/rest/v1/auth/authorize/{project.Id}/google{madeUp}")).Expect(400);
        (await browser.GetAsync($"/api/rest/v1/auth/callback/{project.Id}/google{madeUp}&code=x")).Expect(400);
    }
}
