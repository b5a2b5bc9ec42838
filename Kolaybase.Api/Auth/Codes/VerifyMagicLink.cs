using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/magic-link/verify</c>: signs in and proves the address; the password stays what it is, unless the address was never proven before (<see cref="AddressProofs"/>).</summary>
internal static class VerifyMagicLink
{
    public static async Task<Ok<AuthSessionAnswer>> HandleAsync(
        CodeRequest request,
        ProjectCaller caller,
        HttpContext context,
        UserCodeGuesses guesses,
        AddressProofs proofs,
        AuthSessionAnswers sessions,
        CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var email = faults.OptionalAddress(request.Email);
        faults.ThrowIfAny();

        return TypedResults.Ok(await guesses.SpendAsync(caller, context, OneTimeCodePurposes.MagicLink, request.Otp, email, UseAsync, cancellationToken));

        async Task<AuthSessionAnswer> UseAsync(SpentCode code)
        {
            var user = (await proofs.ProveAsync(caller, code.UserId, password: null, cancellationToken))?.User ?? throw AuthErrors.InvalidCode();
            return await sessions.StartAsync(caller.Project, user, context.Request.Headers.UserAgent, cancellationToken) ?? throw AuthErrors.InvalidCode();
        }
    }
}
