using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary><c>POST /api/auth/login</c>.</summary>
internal static class LogIn
{
    /// <param name="Email">Address of the account, in any case.</param>
    /// <param name="Password">Its password.</param>
    public sealed record Request(string Email, string Password);

    public static async Task<Ok<SessionAnswer>> HandleAsync(
        Request request,
        HttpContext context,
        RegistryContext db,
        IIdentityStore store,
        SignInGuard guard,
        TokenRevocations revocations,
        SessionAnswers sessions,
        CancellationToken cancellationToken)
    {
        var isAddress = EmailAddress.TryParse(request.Email, out var email);
        new Faults().Check(isAddress, "email", EmailAddress.Fault).ThrowIfAny();

        var client = context.Connection.RemoteIpAddress;
        if (await guard.EnterAsync(Realms.Platform, email!, client, cancellationToken) is { } wait)
        {
            throw AccountErrors.TooManyGuesses(wait);
        }

        var since = await revocations.NowAsync(cancellationToken);
        // A longer one can't be right, and hashing it would cost what its sender likes.
        if (request.Password.Length > PasswordPolicy.MaxLength
            || await store.VerifyPasswordAsync(Realms.Platform, email!, request.Password, cancellationToken) is not { } user)
        {
            throw AccountErrors.WrongPassword();
        }

        await guard.SucceededAsync(Realms.Platform, email!, client, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The password may have been changed while the old one was being compared.
        if (await revocations.RevokedSinceAsync(Realms.Platform, user.Id, since, cancellationToken)
            && await store.VerifyPasswordAsync(Realms.Platform, email!, request.Password, cancellationToken) is null)
        {
            throw AccountErrors.WrongPassword();
        }

        var session = await sessions.StartAsync(user, context.Request.Headers.UserAgent, cancellationToken) ?? throw AccountErrors.WrongPassword();
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(session);
    }
}
