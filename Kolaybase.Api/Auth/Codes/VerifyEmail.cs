using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/verify-email</c>.</summary>
internal static class VerifyEmail
{
    public static async Task<Ok<MessageAnswer>> HandleAsync(
        CodeRequest request, ProjectCaller caller, HttpContext context, RegistryContext db, IdentityStores stores, UserCodeGuesses guesses, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var email = faults.OptionalAddress(request.Email);
        faults.ThrowIfAny();

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (userId, _) = await guesses.SpendAsync(caller, context, OneTimeCodePurposes.VerifyEmail, request.Otp, email, transaction, cancellationToken);
        if (!await stores.Of(caller.Project).MarkEmailVerifiedAsync(Realms.OfProject(caller.Project.Id), userId, cancellationToken))
        {
            throw AuthErrors.InvalidCode();
        }

        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new MessageAnswer("The address is proven. You can sign in."));
    }
}
