using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Auth.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kolaybase.Tests.Http.Tokens;

/// <summary>A user who was just revoked and signs in again gets a token that works, whatever second it is.</summary>
public sealed class FreshTokensTests(EndUserFixture fixture) : IClassFixture<EndUserFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_session_of_a_token_of_ours_decides_so_nobody_waits()
    {
        var project = await fixture.CreateProjectAsync();
        var user = await project.SignUpAsync();
        await using var scope = fixture.Api.Services.CreateAsyncScope();
        await using (var transaction = await scope.ServiceProvider.GetRequiredService<RegistryContext>().Database.BeginTransactionAsync(Cancel))
        {
            await scope.ServiceProvider.GetRequiredService<TokenRevocations>().RevokeAsync(project.Realm, user.UserId, Cancel);
            await transaction.CommitAsync(Cancel);
        }

        var next = project.Client().Take((await project.Client().SignInAsync(user.Email, EndUserProject.Password)).Expect(200));
        await Kolaybase.Tests.Support.Eventually.TrueAsync(async () => (int)(await user.GetAsync("me")).Status == 401, "the old token is refused", Cancel, TimeSpan.FromSeconds(5));
        (await next.GetAsync("me")).Expect(200);
    }

    [Theory]
    // An identity server's own session.
    [InlineData("e5f3b0c4-8a7f-4d38-9a31-0c4f6f1b7f11")]
    [InlineData("")]
    public void A_token_that_names_no_session_of_ours_is_judged_by_its_second(string session)
    {
        var notBefore = DateTimeOffset.UnixEpoch.AddSeconds(1000);
        Assert.False(FreshTokens.Outlives(Token(999, session), notBefore));
        Assert.True(FreshTokens.Outlives(Token(1000, session), notBefore));
        Assert.True(FreshTokens.Outlives(Token(999, session), null));
        Assert.True(FreshTokens.Outlives(Token(999, Guid.CreateVersion7().ToString()), notBefore));
    }

    private static JsonWebToken Token(long issuedAt, string session) => new(
        """{"alg":"none"}""", System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object> { ["sub"] = "user", ["iat"] = issuedAt, ["sid"] = session }));
}
