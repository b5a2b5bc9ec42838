using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary>
/// <c>POST …/auth/verify-email</c>. With the user's own token everything stays. Without, the account's password is the one that is sent; where
/// none is, that of the sign-up that the code was mailed for, if nobody signed up with another one meanwhile; else it has none.
/// </summary>
/// <remarks>
/// A code without a password is one that was typed into the app, where its user has just signed up. A link in a mail is opened by whoever gets
/// it, also where a stranger has signed up with his address and a password of the stranger's: so a link's page asks for the password.
/// </remarks>
internal static class VerifyEmail
{
    /// <param name="Otp">The mailed code.</param>
    /// <param name="Email">The address that the code went to; may be left out. Where it is named, five wrong guesses spend the code.</param>
    /// <param name="Password">The account's password from now on, if its address is proven only now: 8 to 128 characters, or as many more as the project wants. Left out, that of the sign-up counts. Needs <c>email</c>. Always ask for it on a page that a mailed link opens.</param>
    public sealed record Request(string Otp, string? Email = null, string? Password = null)
    {
        /// <summary>Never prints the code or the password.</summary>
        public override string ToString() => nameof(VerifyEmail);
    }

    public static async Task<Ok<MessageAnswer>> HandleAsync(
        Request request,
        ProjectCaller caller,
        HttpContext context,
        AuthSettingsCache settings,
        UserCodeGuesses guesses,
        PendingSignUps signUps,
        AddressProofs proofs,
        CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var email = faults.OptionalAddress(request.Email);
        if (request.Password is { } wanted)
        {
            // The password first: a bad one must not cost the code. And never blindly: codes that live for a day, each of which would set a password,
            // are too good a target for guesses of nobody's in particular.
            faults.Check(request.Email is not null, "email", "has to be sent along with \"password\"");
            faults.CheckPassword(wanted, "password", await settings.OfAsync(caller.Project, cancellationToken));
        }

        faults.ThrowIfAny();

        return TypedResults.Ok(await guesses.SpendAsync(caller, context, OneTimeCodePurposes.VerifyEmail, request.Otp, email, UseAsync, cancellationToken));

        async Task<MessageAnswer> UseAsync(SpentCode code)
        {
            var password = request.Password ?? await PasswordOfSignUpAsync(code);
            var proof = await proofs.ProveAsync(caller, code.UserId, password, cancellationToken) ?? throw AuthErrors.InvalidCode();
            return new MessageAnswer(proof.TookOver && password is null
                ? "The address is proven. The account has no password: set one by \"forgot password\", or sign in by mail."
                : "The address is proven. You can sign in.");
        }

        async Task<string?> PasswordOfSignUpAsync(SpentCode code) => code.Payload is { } named
            && EmailAddress.TryParse(code.Email, out var address)
            && await signUps.AllNamedAsync(Realms.OfProject(caller.Project.Id), address, named, cancellationToken) ? named : null;
    }
}
