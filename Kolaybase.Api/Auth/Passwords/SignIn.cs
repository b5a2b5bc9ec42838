using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/signin</c>.</summary>
internal static class SignIn
{
    /// <param name="Email">Address of the account, in any case.</param>
    /// <param name="Password">Its password.</param>
    public sealed record Request(string Email, string Password)
    {
        /// <summary>Never prints the password.</summary>
        public override string ToString() => nameof(SignIn);
    }

    public static async Task<Ok<AuthSessionAnswer>> HandleAsync(
        Request request,
        ProjectCaller caller,
        HttpContext context,
        RegistryContext db,
        AuthSettingsCache settings,
        IdentityStores stores,
        SignInGuard guard,
        TokenRevocations revocations,
        AuthSessionAnswers sessions,
        CancellationToken cancellationToken)
    {
        var email = AuthFields.Address(request.Email);
        var realm = Realms.OfProject(caller.Project.Id);
        var client = context.Connection.RemoteIpAddress;
        if (await guard.EnterAsync(realm, email, client, cancellationToken) is { } wait)
        {
            throw AuthErrors.TooManyGuesses(wait);
        }

        var store = stores.Of(caller.Project);
        var since = await revocations.NowAsync(cancellationToken);
        // A longer one can't be right, and hashing it would cost what its sender likes.
        if (request.Password.Length > PasswordPolicy.MaxLength
            || await store.VerifyPasswordAsync(realm, email, request.Password, cancellationToken) is not { } user)
        {
            throw AuthErrors.WrongPassword();
        }

        await guard.SucceededAsync(realm, email, client, cancellationToken);
        // Only who knows the password is told.
        if (!user.EmailVerified && (await settings.OfAsync(caller.Project, cancellationToken)).VerificationRequired)
        {
            throw AuthErrors.EmailNotVerified();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The password may have been changed while the old one was being compared.
        if (await revocations.RevokedSinceAsync(realm, user.Id, since, cancellationToken)
            && await store.VerifyPasswordAsync(realm, email, request.Password, cancellationToken) is null)
        {
            throw AuthErrors.WrongPassword();
        }

        var session = await sessions.StartAsync(caller.Project, user, context.Request.Headers.UserAgent, cancellationToken) ?? throw AuthErrors.WrongPassword();
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(session);
    }
}
