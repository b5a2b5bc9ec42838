using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary><c>POST /api/auth/login</c>.</summary>
internal static class LogIn
{
    /// <param name="Email">Address of the account, in any case.</param>
    /// <param name="Password">Its password.</param>
    public sealed record Request(string Email, string Password);

    public static async Task<Ok<SessionAnswer>> HandleAsync(
        Request request, HttpContext context, IIdentityStore store, SignInGuard guard, SessionAnswers sessions, CancellationToken cancellationToken)
    {
        var isAddress = EmailAddress.TryParse(request.Email, out var email);
        new Faults().Check(isAddress, "email", EmailAddress.Fault).ThrowIfAny();

        var client = context.Connection.RemoteIpAddress;
        if (await guard.EnterAsync(Realms.Platform, email!, client, cancellationToken) is { } wait)
        {
            throw AccountErrors.TooManyGuesses(wait);
        }

        // A longer one can't be right, and hashing it would cost what its sender likes.
        if (request.Password.Length > PasswordPolicy.MaxLength
            || await store.VerifyPasswordAsync(Realms.Platform, email!, request.Password, cancellationToken) is not { } user)
        {
            throw AccountErrors.WrongPassword();
        }

        await guard.SucceededAsync(Realms.Platform, email!, client, cancellationToken);
        return TypedResults.Ok(await sessions.StartAsync(user, context.Request.Headers.UserAgent, cancellationToken) ?? throw AccountErrors.WrongPassword());
    }
}
