using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/change-email/verify</c>: the user has the address that the code went to, proven; codes that went to the old one are worth nothing any more, and it is told.</summary>
internal static class VerifyEmailChange
{
    /// <param name="Message">One sentence.</param>
    /// <param name="NewEmail">The address that the user has now.</param>
    public sealed record EmailChanged(string Message, string NewEmail);

    public static async Task<Ok<EmailChanged>> HandleAsync(
        CodeRequest request,
        ProjectCaller caller,
        HttpContext context,
        RegistryContext db,
        EmailChanges changes,
        UserCodeGuesses guesses,
        OneTimeCodes codes,
        CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var email = faults.OptionalAddress(request.Email);
        faults.ThrowIfAny();

        var realm = Realms.OfProject(caller.Project.Id);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (userId, to) = await guesses.SpendAsync(caller, context, OneTimeCodePurposes.ChangeEmail, request.Otp, email, transaction, cancellationToken);
        var newEmail = EmailAddress.TryParse(to, out var address) ? address : throw new InvalidOperationException("A stored address does not parse.");
        // Rolled back where it fails: the code stays.
        switch (await changes.ChangeAsync(caller.Project, userId, newEmail, cancellationToken))
        {
            case EmailChange.Taken:
                throw AuthErrors.EmailTaken();
            case EmailChange.NoUser:
                throw AuthErrors.InvalidCode();
            default:
                break;
        }

        await codes.ForgetAsync(realm, userId, purpose: null, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new EmailChanged("The address is changed.", newEmail.Typed));
    }
}
