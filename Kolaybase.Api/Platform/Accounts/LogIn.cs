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
        PasswordChecks passwords,
        SessionAnswers sessions,
        CancellationToken cancellationToken)
    {
        var isAddress = EmailAddress.TryParse(request.Email, out var email);
        new Faults().Check(isAddress, "email", EmailAddress.Fault).ThrowIfAny();

        var check = await passwords.CheckAsync(store, Realms.Platform, email!, request.Password, context.SignInSource(), cancellationToken);
        if (check.User is not { } user)
        {
            throw check.Wait is { } wait ? AccountErrors.TooManyGuesses(wait) : AccountErrors.WrongPassword();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await passwords.StillRightAsync(store, Realms.Platform, email!, request.Password, check, cancellationToken))
        {
            throw AccountErrors.WrongPassword();
        }

        var session = await sessions.StartAsync(user, context.Request.Headers.UserAgent, cancellationToken) ?? throw AccountErrors.WrongPassword();
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(session);
    }
}
