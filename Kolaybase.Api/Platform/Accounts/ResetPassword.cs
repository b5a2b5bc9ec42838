using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
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
        RegistryContext db,
        IIdentityStore store,
        OneTimeCodes codes,
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

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var outcome = await codes.SpendAsync(Realms.Platform, OneTimeCodePurposes.ResetPassword, request.Otp.Trim(), email, context.Connection.RemoteIpAddress, cancellationToken);
        if (outcome.UserId is not { } userId)
        {
            // The guess stays counted.
            await transaction.CommitAsync(cancellationToken);
            throw outcome.Wait is { } wait ? AccountErrors.TooManyGuesses(wait) : AccountErrors.InvalidCode();
        }

        // Sessions end before the identity store is asked, and again with all that began meanwhile; from here on whether or not the client waits.
        await revocation.RunAsync(Realms.Platform, userId);
        if (!await store.SetPasswordAsync(Realms.Platform, userId, request.NewPassword, CancellationToken.None))
        {
            throw AccountErrors.InvalidCode();
        }

        await store.MarkEmailVerifiedAsync(Realms.Platform, userId, CancellationToken.None);
        await revocations.RevokeAsync(Realms.Platform, userId, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return TypedResults.Ok(new MessageAnswer("The password is changed and every session has ended. Sign in with the new password."));
    }
}
