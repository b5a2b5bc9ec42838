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
        PasswordChecks passwords,
        AuthSessionAnswers sessions,
        CancellationToken cancellationToken)
    {
        var email = AuthFields.Address(request.Email);
        var realm = Realms.OfProject(caller.Project.Id);
        var store = stores.Of(caller.Project);
        var check = await passwords.CheckAsync(store, realm, email, request.Password, context.SignInSource(), cancellationToken);
        if (check.User is not { } user)
        {
            throw check.Wait is { } wait ? AuthErrors.TooManyGuesses(wait) : AuthErrors.WrongPassword();
        }

        // Only who knows the password is told.
        if (!user.EmailVerified && (await settings.OfAsync(caller.Project, cancellationToken)).VerificationRequired)
        {
            throw AuthErrors.EmailNotVerified();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await passwords.StillRightAsync(store, realm, email, request.Password, check, cancellationToken))
        {
            throw AuthErrors.WrongPassword();
        }

        var session = await sessions.StartAsync(caller.Project, user, context.Request.Headers.UserAgent, cancellationToken) ?? throw AuthErrors.WrongPassword();
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(session);
    }
}
