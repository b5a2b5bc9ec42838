using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary>
/// <c>POST …/auth/verify-email</c>. With the user's own token everything stays. Without, the account's password is that of the sign-up
/// that the code was mailed for, if nobody signed up with another one meanwhile; else it has none.
/// </summary>
internal static class VerifyEmail
{
    public static async Task<Ok<MessageAnswer>> HandleAsync(
        CodeRequest request,
        ProjectCaller caller,
        HttpContext context,
        RegistryContext db,
        UserCodeGuesses guesses,
        PendingSignUps signUps,
        AddressProofs proofs,
        CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var email = faults.OptionalAddress(request.Email);
        faults.ThrowIfAny();

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (userId, to, named) = await guesses.SpendWithPayloadAsync(caller, context, OneTimeCodePurposes.VerifyEmail, request.Otp, email, transaction, cancellationToken);
        var password = named is not null
            && EmailAddress.TryParse(to, out var address)
            && await signUps.AllNamedAsync(Realms.OfProject(caller.Project.Id), address, named, cancellationToken) ? named : null;
        var proof = await proofs.ProveAsync(caller, userId, password, cancellationToken) ?? throw AuthErrors.InvalidCode();
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new MessageAnswer(proof.TookOver && password is null
            ? "The address is proven. The account has no password: set one by \"forgot password\", or sign in by mail."
            : "The address is proven. You can sign in."));
    }
}
