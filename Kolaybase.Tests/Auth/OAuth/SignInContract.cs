using System.Text.Json;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.OAuth;
using Kolaybase.Tests.Auth.OAuth.Support;
using Kolaybase.Tests.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kolaybase.Tests.Auth.OAuth;

/// <summary>Sign-in with providers from end to end, and whom it signs in; the same on every identity store.</summary>
public abstract class SignInContract(OAuthFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Providers => [OAuthProviders.Google, OAuthProviders.GitHub];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_stranger_becomes_a_user_with_a_session(string provider)
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        var fragment = await browser.SignInAsync(project, provider);
        Assert.Equal(["access_token", "refresh_token", "expires_in", "token_type"], fragment.Keys);
        Assert.Equal("bearer", fragment["token_type"]);
        Assert.InRange(int.Parse(fragment["expires_in"], System.Globalization.CultureInfo.InvariantCulture), 1, 3600);

        var user = await project.FindUserAsync(project.App.Email);
        Assert.NotNull(user);
        Assert.Equal((project.App.Email, true, "Ada", "Lovelace"), (user.Email, user.EmailVerified, user.FirstName, user.LastName));
        var token = new JsonWebToken(fragment["access_token"]);
        Assert.Equal((user.Id.ToString(), await project.InStoreAsync(s => Task.FromResult(s.Issuer(project.Realm)))), (token.Subject, token.Issuer));
        await using var db = fixture.OpenRegistry();
        Assert.Equal(user.Id, (await db.Sessions.SingleAsync(s => s.Realm == project.Realm, Cancel)).UserId);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Who_comes_again_is_the_same_user_whatever_his_address_is_by_now(string provider)
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        var first = Subject(await browser.SignInAsync(project, provider));
        project.App.Email = $"changed-{Guid.CreateVersion7():N}@example.com";
        project.App.EmailVerified = false;
        using var other = new Browser(fixture);
        Assert.Equal(first, Subject(await other.SignInAsync(project, provider)));
        Assert.Null(await project.FindUserAsync(project.App.Email));
    }

    [Fact]
    public async Task One_address_at_two_providers_that_both_vouch_for_it_is_one_user()
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        Assert.Equal(Subject(await browser.SignInAsync(project, OAuthProviders.Google)), Subject(await browser.SignInAsync(project, OAuthProviders.GitHub)));
    }

    [Fact]
    public async Task A_user_who_has_proven_the_address_is_linked_and_keeps_his_password()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.AddUserAsync(project.App.Email.ToUpperInvariant().Replace("EXAMPLE.COM", "example.com", StringComparison.Ordinal), verified: true);
        using var browser = new Browser(fixture);
        Assert.Equal(user.Id.ToString(), Subject(await browser.SignInAsync(project, OAuthProviders.Google)));
        Assert.True(EmailAddress.TryParse(project.App.Email, out var address));
        Assert.NotNull(await project.InStoreAsync(s => s.VerifyPasswordAsync(project.Realm, address, PlatformClient.Password, Cancel)));
    }

    [Fact]
    public async Task An_account_waiting_with_somebody_elses_address_gets_nobody_linked()
    {
        var project = await fixture.CreateProjectAsync();
        var waiting = await project.AddUserAsync(project.App.Email, verified: false);
        using var browser = new Browser(fixture);
        await RefusedAsync(browser, project, OAuthErrors.AccountExists);
        Assert.False((await project.FindUserAsync(project.App.Email))!.EmailVerified);
        Assert.Null(await project.InStoreAsync(s => s.FindByExternalIdentityAsync(project.Realm, OAuthProviders.Google, project.App.Subject, Cancel)));

        // Once he has proven it, it is he.
        await project.InStoreAsync(s => s.MarkEmailVerifiedAsync(project.Realm, waiting.Id, Cancel));
        Assert.Equal(waiting.Id.ToString(), Subject(await browser.SignInAsync(project, OAuthProviders.Google)));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_second_account_of_a_provider_with_the_same_address_is_told_which_one_to_take(string provider)
    {
        var project = await fixture.CreateProjectAsync();
        var first = project.App.Subject;
        using var browser = new Browser(fixture);
        var user = Subject(await browser.SignInAsync(project, provider));
        project.App.Subject += "1";
        using var other = new Browser(fixture);
        await RefusedAsync(other, project, OAuthErrors.OtherAccountLinked, provider);

        project.App.Subject = first;
        Assert.Equal(user, Subject(await browser.SignInAsync(project, provider)));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_address_that_the_provider_does_not_vouch_for_takes_over_nobody_and_makes_nobody(string provider)
    {
        var project = await fixture.CreateProjectAsync();
        project.App.EmailVerified = false;
        using var browser = new Browser(fixture);
        await RefusedAsync(browser, project, OAuthErrors.EmailNotVerified, provider);
        // An account made now would wait for the address's owner, who would prove it and share it with the stranger.
        Assert.Null(await project.FindUserAsync(project.App.Email));

        await project.AddUserAsync(project.App.Email, verified: true);
        await RefusedAsync(browser, project, OAuthErrors.EmailNotVerified, provider);
        Assert.Null(await project.InStoreAsync(s => s.FindByExternalIdentityAsync(project.Realm, provider, project.App.Subject, Cancel)));
    }

    [Fact]
    public async Task A_blocked_user_is_refused_known_or_linked_by_address()
    {
        var project = await fixture.CreateProjectAsync();
        using var browser = new Browser(fixture);
        var id = Guid.Parse(Subject(await browser.SignInAsync(project, OAuthProviders.Google)));
        await project.InStoreAsync(s => s.SetBlockedAsync(project.Realm, id, true, Cancel));
        await RefusedAsync(browser, project, OAuthErrors.UserBlocked);
        await RefusedAsync(browser, project, OAuthErrors.UserBlocked, OAuthProviders.GitHub);
    }

    [Fact]
    public async Task Where_nobody_may_sign_up_only_those_come_in_who_have_an_account()
    {
        var project = await fixture.CreateProjectAsync(s => s with { SignUpAllowed = false });
        using var browser = new Browser(fixture);
        await RefusedAsync(browser, project, OAuthErrors.SignUpDisabled);
        Assert.Null(await project.FindUserAsync(project.App.Email));
        var user = await project.AddUserAsync(project.App.Email, verified: true);
        Assert.Equal(user.Id.ToString(), Subject(await browser.SignInAsync(project, OAuthProviders.Google)));
    }

    [Fact]
    public async Task Several_first_sign_ins_at_once_make_one_user()
    {
        var project = await fixture.CreateProjectAsync();
        var browsers = Enumerable.Range(0, 4).Select(_ => new Browser(fixture)).ToList();
        var fragments = await Task.WhenAll(browsers.Select(b => b.SignInAsync(project, OAuthProviders.Google)));
        browsers.ForEach(b => b.Dispose());
        // On a server without transactions some may be told to try again; none may be somebody else.
        var subjects = fragments.Where(f => f.ContainsKey("access_token")).Select(Subject).ToHashSet();
        Assert.True(subjects.Count <= 1, string.Join(", ", subjects));
        using var again = new Browser(fixture);
        Assert.Equal((await project.FindUserAsync(project.App.Email))!.Id.ToString(), Subject(await again.SignInAsync(project, OAuthProviders.Google)));
    }

    private static async Task RefusedAsync(Browser browser, OAuthProject project, string error, string provider = OAuthProviders.Google)
    {
        var fragment = await browser.SignInAsync(project, provider);
        Assert.Equal(["error", "error_description"], fragment.Keys);
        Assert.Equal(error, fragment["error"]);
        Assert.NotEmpty(fragment["error_description"]);
    }

    private static string Subject(Dictionary<string, string> fragment)
    {
        Assert.True(fragment.ContainsKey("access_token"), JsonSerializer.Serialize(fragment));
        return new JsonWebToken(fragment["access_token"]).Subject;
    }
}
