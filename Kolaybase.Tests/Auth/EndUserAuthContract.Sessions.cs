using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.Auth;

/// <summary>Sessions: refresh, reuse, sign-out, the list, and users who are taken their right.</summary>
public abstract partial class EndUserAuthContract
{
    [Fact]
    public async Task Ten_parallel_refreshes_of_several_tabs_all_get_a_usable_session()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })));
        foreach (var answer in answers)
        {
            var tab = project.Client().Take(answer.Expect(200));
            (await tab.GetAsync("me")).Expect(200);
            (await project.Client().PostAsync("refresh", new { refreshToken = tab.RefreshToken })).Expect(200);
        }
    }

    [Fact]
    public async Task Reuse_of_a_refresh_token_ends_the_family_with_its_access_tokens_and_no_other()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        var elsewhere = project.Client().Take((await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Expect(200));
        var next = project.Client().Take((await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Expect(200));
        await using (var db = Fixture.OpenRegistry())
        {
            // As if the grace were over.
            var spent = TimeProvider.System.GetUtcNow() - Kolaybase.ControlPlane.Identity.Sessions.Grace - TimeSpan.FromSeconds(1);
            Assert.Equal(1, await db.RefreshTokens.Where(t => t.SpentAt != null && db.Sessions.Any(s => s.Id == t.SessionId && s.Realm == project.Realm))
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.SpentAt, spent), Cancel));
        }

        (await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Refused(401, "KB203");
        (await project.Client().PostAsync("refresh", new { refreshToken = next.RefreshToken })).Refused(401, "KB203");
        await RefusedIfNamedAsync(next);
        (await elsewhere.GetAsync("me")).Expect(200);
        (await project.Client().PostAsync("refresh", new { refreshToken = elsewhere.RefreshToken })).Expect(200);
    }

    [Fact]
    public async Task Signing_out_ends_one_session_and_its_access_tokens()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        var elsewhere = project.Client().Take((await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Expect(200));
        (await project.Client().PostAsync("signout", new { refreshToken = user.RefreshToken })).Expect(204);
        (await project.Client().PostAsync("signout", new { refreshToken = user.RefreshToken })).Expect(204);
        (await project.Client().PostAsync("signout", new { refreshToken = "nonsense" })).Expect(204);
        (await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Refused(401, "KB203");
        await RefusedIfNamedAsync(user);
        (await elsewhere.GetAsync("me")).Expect(200);
    }

    [Fact]
    public async Task A_refresh_token_of_one_project_is_nothing_in_another()
    {
        var (project, other) = (await Fixture.CreateProjectAsync(), await Fixture.CreateProjectAsync());
        var user = await project.SignUpAsync();
        (await other.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Refused(401, "KB203");
        (await other.Client().PostAsync("signout", new { refreshToken = user.RefreshToken })).Expect(204);
        (await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Expect(200);
    }

    [Fact]
    public async Task A_user_lists_and_ends_his_own_sessions()
    {
        var project = await Fixture.CreateProjectAsync();
        var (user, stranger) = (await project.SignUpAsync(), await project.SignUpAsync());
        var elsewhere = project.Client().Take((await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Expect(200));
        (await project.Client().GetAsync("sessions")).Refused(401, "KB101");

        var sessions = (await user.GetAsync("sessions")).Expect(200).EnumerateArray().ToList();
        Assert.Equal(2, sessions.Count);
        Assert.Equal(["id", "createdAt", "lastUsedAt", "expiresAt", "userAgent", "current"], sessions[0].EnumerateObject().Select(p => p.Name));
        // The one used last comes first: that of the sign-in elsewhere.
        var ended = sessions[0].GetProperty("id").GetGuid();
        (await stranger.DeleteAsync($"sessions/{ended}")).Refused(404, "KB911");
        (await user.DeleteAsync($"sessions/{ended}")).Expect(204);
        (await user.DeleteAsync($"sessions/{ended}")).Refused(404, "KB911");
        Assert.Equal(sessions[1].GetProperty("id").GetGuid(), Assert.Single((await user.GetAsync("sessions")).Expect(200).EnumerateArray()).GetProperty("id").GetGuid());
        (await project.Client().PostAsync("refresh", new { refreshToken = elsewhere.RefreshToken })).Refused(401, "KB203");
        await RefusedIfNamedAsync(elsewhere);
        (await user.GetAsync("me")).Expect(200);
    }

    [Fact]
    public async Task A_blocked_user_neither_signs_in_nor_refreshes_nor_gets_a_code()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("magic-link", new { email = user.Email })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "magic-link");
        Assert.True(await Fixture.WithAsync((IdentityStores s) => s.Of(Fixture.IdentityServer).SetBlockedAsync(project.Realm, user.UserId, true, Cancel)));
        (await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Refused(401, "KB202");
        (await project.Client().PostAsync("magic-link/verify", new { otp })).Refused(400, "KB204");
        (await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Refused(401, "KB203");
        (await project.Client().PostAsync("forgot-password", new { email = user.Email })).Expect(200);
        await Fixture.IdleAsync();
        Assert.DoesNotContain(Fixture.Mails.To(project.Id, user.Email), m => m.Template == "reset-password");
    }

    [Fact]
    public async Task Whoever_keeps_signing_in_with_the_old_password_has_no_session_after_the_new_one()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("forgot-password", new { email = user.Email })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "reset-password");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var thieves = Enumerable.Range(0, 4).Select(i => Task.Run(
            async () =>
            {
                var tokens = new List<string>();
                for (var n = 0; !stop.IsCancellationRequested; n++)
                {
                    var answer = await project.Client($"192.0.{i}.{n % 250}").SignInAsync(user.Email, EndUserProject.Password);
                    if ((int)answer.Status == 200)
                    {
                        tokens.Add(answer.Json.GetProperty("refreshToken").GetString()!);
                    }
                    else if (tokens.Count > 0)
                    {
                        break;
                    }
                }

                return tokens;
            },
            Cancel)).ToList();
        (await project.Client().PostAsync("reset-password", new { otp, newPassword = "another horse", email = user.Email })).Expect(200);
        await stop.CancelAsync();
        foreach (var token in (await Task.WhenAll(thieves)).SelectMany(t => t))
        {
            (await project.Client().PostAsync("refresh", new { refreshToken = token })).Refused(401, "KB203");
        }
    }

    [Fact]
    public async Task Over_the_limit_of_an_address_calls_are_refused_but_refresh_and_the_projects_server_are_not()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        await using var api = await Fixture.StartApiAsync(("Kolaybase:RateLimits:AuthPerAddress", "2"), ("Kolaybase:RateLimits:AuthPerAccount", "4"));
        var client = new EndUserClient(api.Client, project.AnonKey);
        (await client.SignInAsync(user.Email, EndUserProject.Password)).Expect(200);
        client.Take((await client.SignInAsync(user.Email, EndUserProject.Password)).Expect(200));
        (await client.SignInAsync(user.Email, EndUserProject.Password)).Refused(429, "KB429");
        (await client.GetAsync("me")).Expect(200);
        client.Take((await client.PostAsync("refresh", new { refreshToken = client.RefreshToken })).Expect(200));

        var server = new EndUserClient(api.Client, project.ServiceKey);
        for (var i = 0; i < 2; i++)
        {
            (await server.SignInAsync(user.Email, EndUserProject.Password)).Expect(200);
        }

        // But one account's calls are few, whichever key the client has.
        (await server.SignInAsync(user.Email.ToUpperInvariant(), EndUserProject.Password)).Refused(429, "KB429");
        (await server.SignInAsync(EndUserProject.NewEmail(), EndUserProject.Password)).Refused(401, "KB202");
    }

    [Fact]
    public async Task A_strangers_calls_that_name_an_account_leave_its_owner_his_own()
    {
        var project = await Fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        await using var api = await Fixture.StartApiAsync(("Kolaybase:RateLimits:AuthPerAccount", "3"));
        var stranger = new EndUserClient(api.Client, project.AnonKey) { Address = "192.0.2.9" };
        for (var i = 0; i < 3; i++)
        {
            await stranger.PostAsync("verify-email", new { otp = "x", email = user.Email });
        }

        (await stranger.PostAsync("verify-email", new { otp = "x", email = user.Email })).Refused(429, "KB429");
        var owner = new EndUserClient(api.Client, project.AnonKey) { Address = "198.51.100.7" };
        (await owner.SignInAsync(user.Email, EndUserProject.Password)).Expect(200);
    }

    /// <summary>The access token of an ended session. One that does not name its session can't be told from those of the user's others: it lives to its end (docs/identity.md).</summary>
    private async Task RefusedIfNamedAsync(EndUserClient ended)
    {
        if (AccessTokensNameTheirSession)
        {
            await Eventually.TrueAsync(async () => (int)(await ended.GetAsync("me")).Status == 401, "the ended session's token is refused", Cancel, Promise);
        }
        else
        {
            (await ended.GetAsync("me")).Expect(200);
        }
    }
}
