using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/reset-password</c>: sets the password, proves the address (the code came by mail), and ends every session with its access tokens.</summary>
internal static class ResetPassword
{
    /// <param name="Otp">The mailed code.</param>
    /// <param name="NewPassword">8 to 128 characters, or as many more as the project wants.</param>
    /// <param name="Email">The address that the code went to; may be left out. Where it is named, five wrong guesses spend the code.</param>
    public sealed record Request(string Otp, string NewPassword, string? Email = null)
    {
        /// <summary>Never prints the code or the password.</summary>
        public override string ToString() => nameof(ResetPassword);
    }

    public static async Task<Ok<MessageAnswer>> HandleAsync(
        Request request,
        ProjectCaller caller,
        HttpContext context,
        AuthSettingsCache settings,
        IdentityStores stores,
        UserCodeGuesses guesses,
        OneTimeCodes codes,
        TokenRevocations revocations,
        ImmediateRevocation revocation,
        CancellationToken cancellationToken)
    {
        // The password first: a bad one must not cost the code.
        var faults = new Faults();
        var email = faults.OptionalAddress(request.Email);
        faults.CheckPassword(request.NewPassword, "newPassword", await settings.OfAsync(caller.Project, cancellationToken)).ThrowIfAny();

        var realm = Realms.OfProject(caller.Project.Id);
        var store = stores.Of(caller.Project);
        return TypedResults.Ok(await guesses.SpendAsync(caller, context, OneTimeCodePurposes.ResetPassword, request.Otp, email, UseAsync, cancellationToken));

        async Task<MessageAnswer> UseAsync(SpentCode code)
        {
            // Sessions end before the identity store is asked, and again with all that began meanwhile; from here on whether or not the client waits.
            await revocation.RunAsync(realm, code.UserId);
            if (!await store.SetPasswordAsync(realm, code.UserId, request.NewPassword, CancellationToken.None))
            {
                throw AuthErrors.InvalidCode();
            }

            await store.MarkEmailVerifiedAsync(realm, code.UserId, CancellationToken.None);
            // Whoever read the mails of before must not get in by them any more.
            await codes.ForgetAsync(realm, code.UserId, purpose: null, CancellationToken.None);
            await revocations.RevokeAsync(realm, code.UserId, CancellationToken.None);
            return new MessageAnswer("The password is changed and every session has ended. Sign in with the new password.");
        }
    }
}
