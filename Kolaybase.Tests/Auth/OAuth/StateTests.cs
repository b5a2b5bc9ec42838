using Kolaybase.ControlPlane.Identity.OAuth;
using Kolaybase.Tests.Auth.OAuth.Support;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.Auth.OAuth;

/// <summary>What a state is bound to, over HTTP: project, provider, browser, and one use.</summary>
public sealed class StateTests(OAuthFixture fixture) : IClassFixture<OAuthFixture>
{
    private const string Google = OAuthProviders.Google;
    private const string GitHub = OAuthProviders.GitHub;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_browser_gets_a_mark_that_only_our_pages_see_and_the_provider_gets_challenge_and_state()
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        var begin = await project.BeginAsync(Google);
        Assert.Equal($"http://localhost:4000/api/rest/v1/auth/authorize/{project.Id}/google", begin.GetLeftPart(UriPartial.Path));
        var page = await browser.OpenAsync(begin);
        var cookie = page.Headers["Set-Cookie"];
        Assert.Matches("^kb_oauth_[0-9a-f]{16}=[A-Za-z0-9_-]{43}; max-age=600; path=/api/rest/v1/auth; samesite=lax; httponly$", cookie);
        Assert.Equal("no-store", page.Headers["Cache-Control"]);
        Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);

        await browser.FollowAsync(page.Next);
        Assert.Equal($"http://localhost:4000/api/rest/v1/auth/callback/{project.Id}/google", project.App.Asked["redirect_uri"]);
        Assert.Equal(State(begin), project.App.Asked["state"]);
        Assert.Equal("S256", project.App.Asked["code_challenge_method"]);
        Assert.NotEqual(project.App.Asked["nonce"], project.App.Asked["code_challenge"]);
    }

    [Fact]
    public async Task Where_the_public_address_is_https_the_mark_is_secure()
    {
        await using var api = await fixture.StartApiAsync(("Kolaybase:PublicUrl", "https://example.com/kb"));
        var project = await fixture.CreateProjectAsync();
        var begin = await project.BeginAsync(Google);
        using var response = await api.Client.GetAsync(begin.PathAndQuery, Cancel);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Contains("; secure; ", cookie, StringComparison.Ordinal);
        Assert.Contains("; path=/kb/api/rest/v1/auth; ", cookie, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString($"https://example.com/kb/api/rest/v1/auth/callback/{project.Id}/google"), response.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_travels_is_stored_in_clear()
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        var begin = await project.BeginAsync(Google);
        var cookie = (await browser.OpenAsync(begin)).Headers["Set-Cookie"];
        await using var db = fixture.OpenRegistry();
        var row = await db.OAuthStates.SingleAsync(s => s.ProjectId == project.Id, Cancel);
        var stored = $"{row.Hash} {row.BrowserHash} {row.VerifierSealed}";
        Assert.DoesNotContain(State(begin), stored, StringComparison.Ordinal);
        Assert.DoesNotContain(cookie.Split('=', ';')[1], stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_works_once()
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        var callback = await browser.ToCallbackAsync(await project.BeginAsync(Google));
        var cookies = browser.Cookies.GetAllCookies().Select(c => new System.Net.Cookie(c.Name, c.Value, c.Path, c.Domain)).ToList();
        Assert.Contains("access_token", Browser.Fragment((await browser.OpenAsync(callback)).Next).Keys);
        Assert.Empty(browser.Cookies.GetAllCookies());
        cookies.ForEach(browser.Cookies.Add);
        (await browser.OpenAsync(callback)).IsRefused();
        Assert.Equal(1, project.App.Trades);
    }

    [Fact]
    public async Task Of_ten_parallel_callbacks_with_one_state_one_gets_a_session()
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        var callback = await browser.ToCallbackAsync(await project.BeginAsync(Google));
        var pages = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => browser.OpenAsync(callback)));
        Assert.Single(pages, p => p.Status == 302);
        Assert.All(pages.Where(p => p.Status != 302), p => p.IsRefused());
        await using var db = fixture.OpenRegistry();
        Assert.Equal(1, await db.Sessions.CountAsync(s => s.Realm == project.Realm, Cancel));
        Assert.Equal(1, project.App.Trades);
    }

    [Fact]
    public async Task Another_browser_gets_nothing_and_spends_nothing()
    {
        var project = await fixture.CreateProjectAsync();
        using var own = new Browser(fixture);
        using var other = new Browser(fixture);
        var begin = await project.BeginAsync(Google);
        var callback = await own.ToCallbackAsync(begin);
        // The victim is made to open the attacker's callback, or the attacker the victim's.
        (await other.OpenAsync(callback)).IsRefused();
        (await other.OpenAsync(begin)).IsRefused();
        // With a mark of its own, of another sign-in.
        await other.OpenAsync(await project.BeginAsync(Google));
        (await other.OpenAsync(callback)).IsRefused();
        Assert.Contains("access_token", Browser.Fragment((await own.OpenAsync(callback)).Next).Keys);
    }

    [Fact]
    public async Task The_same_browser_may_come_to_our_page_again_and_have_several_sign_ins_under_way()
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        var (first, second) = (await project.BeginAsync(Google), await project.BeginAsync(GitHub));
        await browser.OpenAsync(first);
        var callback = await browser.ToCallbackAsync(second);
        var again = await browser.ToCallbackAsync(first);
        Assert.Contains("access_token", Browser.Fragment((await browser.OpenAsync(again)).Next).Keys);
        Assert.Contains("access_token", Browser.Fragment((await browser.OpenAsync(callback)).Next).Keys);
    }

    [Fact]
    public async Task A_callback_without_a_visit_to_our_page_is_refused()
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        var state = State(await project.BeginAsync(Google));
        (await browser.OpenAsync(Callback(project.Id, Google, $"state={state}&code=x"))).IsRefused();
    }

    [Fact]
    public async Task A_state_of_one_project_or_provider_is_nothing_at_another()
    {
        var (project, other) = (await fixture.CreateProjectAsync(), await fixture.CreateProjectAsync());
        using var browser = new Browser(fixture);
        var begin = await project.BeginAsync(Google);
        foreach (var path in new[] { $"{other.Id}/google", $"{project.Id}/github", $"{Guid.CreateVersion7()}/google" })
        {
            (await browser.OpenAsync(new Uri($"http://localhost:4000/api/rest/v1/auth/authorize/{path}{begin.Query}"))).IsRefused();
        }

        var callback = await browser.ToCallbackAsync(begin);
        (await browser.OpenAsync(Callback(other.Id, Google, callback.Query[1..]))).IsRefused();
        (await browser.OpenAsync(Callback(project.Id, GitHub, callback.Query[1..]))).IsRefused();
        Assert.Contains("access_token", Browser.Fragment((await browser.OpenAsync(callback)).Next).Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("state=")]
    [InlineData("state=%00")]
    [InlineData("state=x&state=y")]
    [InlineData("state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("state=%27%20or%201%3D1%20--%20AAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_made_up_state_is_refused_by_both_pages(string query)
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        foreach (var page in new[] { "authorize", "callback" })
        {
            var answer = await browser.OpenAsync(new Uri($"http://localhost:4000/api/rest/v1/auth/{page}/{project.Id}/google?{query}"));
            Assert.Equal(400, answer.Status);
            Assert.Null(answer.Location);
        }
    }

    [Fact]
    public async Task A_code_of_another_sign_in_is_worth_nothing()
    {
        var project = await fixture.CreateProjectAsync();
        using var attacker = new Browser(fixture);
        using var victim = new Browser(fixture);
        var theirs = await attacker.ToCallbackAsync(await project.BeginAsync(Google));
        var own = await victim.ToCallbackAsync(await project.BeginAsync(Google));
        var code = System.Web.HttpUtility.ParseQueryString(theirs.Query)["code"]!;
        var injected = Callback(project.Id, Google, $"state={State(own)}&code={code}");
        // The provider compares the code's challenge with the verifier of the victim's sign-in.
        Assert.Equal(OAuthErrors.ProviderRefused, Browser.Fragment((await victim.OpenAsync(injected)).Next)["error"]);
        Assert.Null(await project.FindUserAsync(project.App.Email));
    }

    [Fact]
    public async Task An_address_taken_off_the_list_meanwhile_gets_no_tokens()
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        var callback = await browser.ToCallbackAsync(await project.BeginAsync(Google));
        var waiting = await project.BeginAsync(Google);
        await project.ChangeAsync(s => s with { RedirectUrls = [] });
        (await browser.OpenAsync(callback)).IsRefused();
        (await browser.OpenAsync(waiting)).IsRefused();
        Assert.Equal(0, project.App.Trades);
    }

    [Fact]
    public async Task A_provider_switched_off_meanwhile_ends_the_sign_in_with_an_error()
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        var callback = await browser.ToCallbackAsync(await project.BeginAsync(Google));
        var waiting = await project.BeginAsync(Google);
        await project.ChangeAsync(s => s with { Providers = s.Providers.ToDictionary(p => p.Key, p => p.Value with { Enabled = false }) });
        Assert.Equal(OAuthErrors.ProviderDisabled, Browser.Fragment((await browser.OpenAsync(callback)).Next)["error"]);
        Assert.Equal(OAuthErrors.ProviderDisabled, Browser.Fragment((await browser.OpenAsync(waiting)).Next)["error"]);
        Assert.Equal(0, project.App.Trades);
    }

    [Fact]
    public async Task Pages_without_a_key_are_limited_by_client()
    {
        await using var api = await fixture.StartApiAsync(("Kolaybase:RateLimits:AuthPerAddress", "3"));
        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            using var response = await api.Client.GetAsync($"/api/rest/v1/auth/callback/{Guid.CreateVersion7()}/google?state=x", Cancel);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([400, 400, 400, 429, 429], statuses);
    }

    private static string State(Uri address) => System.Web.HttpUtility.ParseQueryString(address.Query)["state"]!;

    private static Uri Callback(Guid project, string provider, string query) => new($"http://localhost:4000/api/rest/v1/auth/callback/{project}/{provider}?{query}");
}
