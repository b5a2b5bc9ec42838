using Kolaybase.ControlPlane.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Tests.Support;

/// <summary>Tokens of end users, signed by the project's own key, until end-user sign-in makes them.</summary>
public static class UserTokens
{
    /// <summary>A token that is good for five minutes.</summary>
    /// <param name="services">Of a control plane, see <see cref="ControlPlaneFixture.Services"/>.</param>
    /// <param name="projectId">The project.</param>
    /// <param name="subject">The user, <c>auth.uid()</c>.</param>
    /// <param name="email">The address, <c>auth.email()</c>.</param>
    /// <param name="claims">More claims.</param>
    public static Task<string> MintAsync(IServiceProvider services, Guid projectId, Guid subject, string email, IDictionary<string, object>? claims = null) =>
        MintAsync(services, Realms.OfProject(projectId), subject, email, claims);

    /// <summary>A token of a platform user.</summary>
    public static Task<string> MintPlatformAsync(IServiceProvider services, Guid accountId, string email) =>
        MintAsync(services, Realms.Platform, accountId, email, null);

    private static async Task<string> MintAsync(IServiceProvider services, string realm, Guid subject, string email, IDictionary<string, object>? claims)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Realms.Issuer(services.GetRequiredService<IdentityOptions>().PublicUrl, realm),
            Audience = Realms.Audience(realm),
            IssuedAt = now,
            Expires = now.AddMinutes(5),
            SigningCredentials = await services.GetRequiredService<SigningKeys>().CurrentAsync(realm, TestContext.Current.CancellationToken),
            Claims = new Dictionary<string, object>(claims ?? new Dictionary<string, object>()) { ["sub"] = subject.ToString(), ["email"] = email },
        });
    }
}
