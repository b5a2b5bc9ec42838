using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary><c>GET /api/auth/me</c>.</summary>
internal static class ReadMe
{
    public static async Task<Ok<UserAnswer>> HandleAsync(PlatformUser caller, IIdentityStore store, CancellationToken cancellationToken) =>
        await store.FindByIdAsync(Realms.Platform, caller.AccountId, cancellationToken) is { } user
            ? TypedResults.Ok(UserAnswer.From(user))
            : throw new ApiException(401, ErrorCodes.InvalidPlatformToken, "The account of this token is gone.", hint: "Sign up again.");
}
