using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/change-email/verify</c>: the user has the address that the code went to, proven; codes that went to the old one are worth nothing any more, and it is told.</summary>
/// <remarks>
/// A code without a password is one that was typed into the app, where its user has asked for it. A link in a mail is opened by whoever gets it, also
/// where a stranger wants that address for his own account, to share it with its owner: so a link's page asks for the account's password.
/// </remarks>
internal static class VerifyEmailChange
{
    /// <param name="Otp">The mailed code.</param>
    /// <param name="Email">The address that the code went to; may be left out. Where it is named, five wrong guesses spend the code.</param>
    /// <param name="Password">The account's password as it is: where it is sent, a wrong one is refused and leaves the code. Always ask for it on a page that a mailed link opens.</param>
    public sealed record Request(string Otp, string? Email = null, string? Password = null)
    {
        /// <summary>Never prints the code or the password.</summary>
        public override string ToString() => nameof(VerifyEmailChange);
    }

    /// <param name="Message">One sentence.</param>
    /// <param name="NewEmail">The address that the user has now.</param>
    public sealed record EmailChanged(string Message, string NewEmail);

    public static async Task<Ok<EmailChanged>> HandleAsync(
        Request request,
        ProjectCaller caller,
        HttpContext context,
        EmailChanges changes,
        UserCodeGuesses guesses,
        OneTimeCodes codes,
        AccountHolders holders,
        CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var email = faults.OptionalAddress(request.Email);
        faults.ThrowIfAny();

        var realm = Realms.OfProject(caller.Project.Id);
        return TypedResults.Ok(await guesses.SpendAsync(caller, context, OneTimeCodePurposes.ChangeEmail, request.Otp, email, UseAsync, cancellationToken));

        async Task<EmailChanged> UseAsync(SpentCode code)
        {
            var newEmail = EmailAddress.TryParse(code.Email, out var address) ? address : throw new InvalidOperationException("A stored address does not parse.");
            // Rolled back where it fails: the code stays.
            if (request.Password is { } password)
            {
                await holders.CheckAsync(caller.Project, code.UserId, password, context, cancellationToken);
            }

            switch (await changes.ChangeAsync(caller.Project, code.UserId, newEmail, cancellationToken))
            {
                case EmailChange.Taken:
                    throw AuthErrors.EmailTaken();
                case EmailChange.NoUser:
                    throw AuthErrors.InvalidCode();
                default:
                    break;
            }

            await codes.ForgetAsync(realm, code.UserId, purpose: null, cancellationToken);
            return new EmailChanged("The address is changed.", newEmail.Typed);
        }
    }
}
