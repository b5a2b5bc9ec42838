using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary><c>POST /api/auth/reset-password</c>: sets the password, proves the address (the code came by mail) and ends every session with its access tokens.</summary>
internal static class ResetPassword
{
    /// <param name="Otp">The mailed code.</param>
    /// <param name="NewPassword">8 to 128 characters.</param>
    /// <param name="Email">The address that the code went to; may be left out. Where it is named, five wrong guesses spend the code.</param>
    public sealed record Request(string Otp, string NewPassword, string? Email = null)
    {
        /// <summary>Never prints the code or the password.</summary>
        public override string ToString() => nameof(ResetPassword);
    }

    public static async Task<Ok<MessageAnswer>> HandleAsync(
        Request request,
        HttpContext context,
        IIdentityStore store,
        OneTimeCodes codes,
        SignInGuard guard,
        TokenRevocations revocations,
        ImmediateRevocation revocation,
        CancellationToken cancellationToken)
    {
        EmailAddress? email = null;
        var isAddress = request.Email is null || EmailAddress.TryParse(request.Email, out email);
        // The password first: a bad one must not cost the code.
        new Faults()
            .Check(isAddress, "email", EmailAddress.Fault)
            .Check(PasswordPolicy.Accepts(request.NewPassword), "newPassword", PasswordPolicy.Fault)
            .ThrowIfAny();

        var guess = new CodeGuess(Realms.Platform, OneTimeCodePurposes.ResetPassword, request.Otp.Trim(), email, context.Connection.RemoteIpAddress);
        var (outcome, answer) = await codes.SpendAsync(guess, UseAsync, cancellationToken);
        return TypedResults.Ok(answer ?? throw (outcome.Wait is { } wait ? AccountErrors.TooManyGuesses(wait) : AccountErrors.InvalidCode()));

        async Task<MessageAnswer> UseAsync(SpentCode code)
        {
            // Sessions end before the identity store is asked, and again with all that began meanwhile; from here on whether or not the client waits.
            await revocation.RunAsync(Realms.Platform, code.UserId);
            if (!await store.SetPasswordAsync(Realms.Platform, code.UserId, request.NewPassword, CancellationToken.None))
            {
                throw AccountErrors.InvalidCode();
            }

            await store.MarkEmailVerifiedAsync(Realms.Platform, code.UserId, CancellationToken.None);
            if (EmailAddress.TryParse(code.Email, out var address))
            {
                // No guesses of strangers keep him from signing in with it from here.
                await guard.KnowAsync(Realms.Platform, address, context.SignInSource(), CancellationToken.None);
            }

            await revocations.RevokeAsync(Realms.Platform, code.UserId, CancellationToken.None);
            return new MessageAnswer("The password is changed and every session has ended. Sign in with the new password.");
        }
    }
}
