using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Auth.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Platform;

/// <summary>The identity server of the platform's own users is away for one process; to another they are in the built-in store, so that one sees what is left.</summary>
public sealed class AccountsOutageTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_outage_spends_no_refresh_token_and_a_new_password_ends_sessions_all_the_same()
    {
        var client = await fixture.SignUpAsync();
        await using var db = fixture.OpenRegistry();
        await AwayServer.AddRealmAsync(db, fixture.Services.GetRequiredService<SecretBox>(), Realms.Platform);
        await using var api = await fixture.StartApiAsync([.. AwayServer.Settings, (IdentityServersOptions.PlatformKey, AwayServer.Name)]);
        var away = new PlatformClient(api.Client);

        (await away.PostAsync("/api/auth/refresh", new { refreshToken = client.RefreshToken })).Refused(503, "KB503");
        // The one of before, and as it was: whenever the client tries again, it is no reuse.
        Assert.Null((await db.RefreshTokens.AsNoTracking().SingleAsync(t => db.Sessions.Any(s => s.Id == t.SessionId && s.UserId == client.UserId), Cancel)).SpentAt);
        client.Take((await client.PostAsync("/api/auth/refresh", new { refreshToken = client.RefreshToken })).Expect(200));

        var otp = await IssueCodeAsync(client);
        (await away.PostAsync("/api/auth/reset-password", new { otp, newPassword = "another horse", email = client.Email })).Refused(503, "KB503");
        (await client.PostAsync("/api/auth/refresh", new { refreshToken = client.RefreshToken })).Refused(401, "KB203");
        (await client.PostAsync("/api/auth/reset-password", new { otp, newPassword = "another horse", email = client.Email })).Expect(200);
    }

    private async Task<string> IssueCodeAsync(PlatformClient client)
    {
        await using var scope = fixture.Services.CreateAsyncScope();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<RegistryContext>().Database.BeginTransactionAsync(Cancel);
        Assert.True(EmailAddress.TryParse(client.Email, out var email));
        var code = await scope.ServiceProvider.GetRequiredService<OneTimeCodes>()
            .IssueAsync(Realms.Platform, OneTimeCodePurposes.ResetPassword, email, client.UserId, TimeSpan.FromHours(1), Cancel);
        await transaction.CommitAsync(Cancel);
        return code;
    }
}
