using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Http.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Auth;

/// <summary>The identity server goes away in the middle of a call. Afterwards the project is on the built-in store again, so that one sees what is left.</summary>
public sealed class IdentityOutageTests(EndUserFixture fixture) : IClassFixture<EndUserFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refresh_token_that_meets_an_outage_is_not_spent()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        await WhileAwayAsync(project, async api =>
            (await new EndUserClient(api.Client, project.AnonKey).PostAsync("refresh", new { refreshToken = user.RefreshToken })).Refused(503, "KB503"));

        await using var db = fixture.OpenRegistry();
        // The one of before, and as it was: whenever the client tries again, it is no reuse.
        Assert.Null((await db.RefreshTokens.SingleAsync(t => db.Sessions.Any(s => s.Id == t.SessionId && s.Realm == project.Realm), Cancel)).SpentAt);
        user.Take((await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Expect(200));
        (await user.GetAsync("me")).Expect(200);
    }

    [Fact]
    public async Task A_reused_token_ends_its_family_even_during_an_outage()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        var next = project.Client().Take((await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Expect(200));
        await using (var db = fixture.OpenRegistry())
        {
            await db.RefreshTokens.Where(t => t.SpentAt != null && db.Sessions.Any(s => s.Id == t.SessionId && s.Realm == project.Realm))
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.SpentAt, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(1)), Cancel);
        }

        await WhileAwayAsync(project, async api =>
            (await new EndUserClient(api.Client, project.AnonKey).PostAsync("refresh", new { refreshToken = user.RefreshToken })).Refused(401, "KB203"));
        (await project.Client().PostAsync("refresh", new { refreshToken = next.RefreshToken })).Refused(401, "KB203");
    }

    [Fact]
    public async Task A_new_password_that_meets_an_outage_ends_every_session_and_leaves_the_code()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("forgot-password", new { email = user.Email })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "reset-password");
        await WhileAwayAsync(project, async api =>
            (await new EndUserClient(api.Client, project.AnonKey).PostAsync("reset-password", new { otp, newPassword = "another horse", email = user.Email })).Refused(503, "KB503"));

        (await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Refused(401, "KB203");
        (await project.Client().PostAsync("reset-password", new { otp, newPassword = "another horse", email = user.Email })).Expect(200);
        (await project.Client().SignInAsync(user.Email, "another horse")).Expect(200);
    }

    [Fact]
    public async Task An_invitation_that_sets_a_password_and_meets_an_outage_ends_every_session_and_leaves_the_code()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Server().PostAsync("invite", new { email = user.Email })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "invite");
        await WhileAwayAsync(project, async api =>
            (await new EndUserClient(api.Client, project.AnonKey).PostAsync("invite/verify", new { otp, password = "another horse", email = user.Email })).Refused(503, "KB503"));

        (await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Refused(401, "KB203");
        var session = (await project.Client().PostAsync("invite/verify", new { otp, password = "another horse", email = user.Email })).Expect(200);
        (await project.Client().Take(session).GetAsync("me")).Expect(200);
        (await project.Client().SignInAsync(user.Email, "another horse")).Expect(200);
    }

    [Fact]
    public async Task A_magic_link_that_meets_an_outage_begins_no_session_and_is_good_afterwards()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        (await project.Client().PostAsync("magic-link", new { email = user.Email })).Expect(200);
        var otp = await project.CodeAsync(user.Email, "magic-link");
        await WhileAwayAsync(project, async api =>
            (await new EndUserClient(api.Client, project.AnonKey).PostAsync("magic-link/verify", new { otp })).Refused(503, "KB503"));

        await using var db = fixture.OpenRegistry();
        Assert.Equal(1, await db.Sessions.CountAsync(s => s.Realm == project.Realm, Cancel));
        (await project.Client().PostAsync("magic-link/verify", new { otp })).Expect(200);
        (await project.Client().PostAsync("magic-link/verify", new { otp })).Refused(400, "KB204");
    }

    [Fact]
    public async Task A_deletion_that_meets_an_outage_ends_every_session()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        await WhileAwayAsync(project, async api =>
            (await new EndUserClient(api.Client, project.ServiceKey).DeleteAsync($"/api/projects/{project.Id}/auth/users/{user.UserId}")).Refused(503, "KB503"));
        (await project.Client().PostAsync("refresh", new { refreshToken = user.RefreshToken })).Refused(401, "KB203");
        (await project.Server().DeleteAsync($"/api/projects/{project.Id}/auth/users/{user.UserId}")).Expect(204);
    }

    /// <summary>Another API process, for which the project is on a server that is away.</summary>
    private async Task WhileAwayAsync(EndUserProject project, Func<TestApi, Task> work)
    {
        await using var db = fixture.OpenRegistry();
        await AwayServer.AddRealmAsync(db, fixture.Services.GetRequiredService<SecretBox>(), project.Realm);
        await PlaceAsync(AwayServer.Name);
        await using var api = await fixture.StartApiAsync(AwayServer.Settings);
        await work(api);
        await PlaceAsync(IdentityStores.Builtin);

        Task PlaceAsync(string server) => db.Projects.Where(p => p.Id == project.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.IdentityServer, server), Cancel);
    }
}
