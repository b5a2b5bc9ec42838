using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/magic-link/verify</c>: signs in and proves the address; the password stays what it is, unless the address was never proven before (<see cref="AddressProofs"/>).</summary>
internal static class VerifyMagicLink
{
    public static async Task<Ok<AuthSessionAnswer>> HandleAsync(
        CodeRequest request,
        ProjectCaller caller,
        HttpContext context,
        RegistryContext db,
        UserCodeGuesses guesses,
        AddressProofs proofs,
        AuthSessionAnswers sessions,
        CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var email = faults.OptionalAddress(request.Email);
        faults.ThrowIfAny();

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (userId, _) = await guesses.SpendAsync(caller, context, OneTimeCodePurposes.MagicLink, request.Otp, email, transaction, cancellationToken);
        var user = (await proofs.ProveAsync(caller, userId, password: null, cancellationToken))?.User ?? throw AuthErrors.InvalidCode();
        var session = await sessions.StartAsync(caller.Project, user, context.Request.Headers.UserAgent, cancellationToken) ?? throw AuthErrors.InvalidCode();
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(session);
    }
}
