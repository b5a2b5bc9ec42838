using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/reauth/verify</c>: tells whose code it was. Where a user's token comes along, it has to be his.</summary>
internal static class VerifyReauthentication
{
    /// <param name="Message">One sentence.</param>
    /// <param name="UserId">Who has proven that it is he.</param>
    /// <param name="Verified">Always true.</param>
    public sealed record Reauthenticated(string Message, Guid UserId, bool Verified);

    public static async Task<Ok<Reauthenticated>> HandleAsync(
        CodeRequest request, ProjectCaller caller, HttpContext context, UserCodeGuesses guesses, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var email = faults.OptionalAddress(request.Email);
        faults.ThrowIfAny();

        var userId = await guesses.SpendAsync(
            caller, context, OneTimeCodePurposes.Reauthenticate, request.Otp, email, code => Task.FromResult(code.UserId), cancellationToken);
        return TypedResults.Ok(new Reauthenticated("It is you.", userId, Verified: true));
    }
}
