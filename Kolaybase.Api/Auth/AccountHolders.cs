using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Auth;

/// <summary>Checks that somebody who is not signed in knows the password of an account, guarded as signing in is.</summary>
internal sealed class AccountHolders(IServiceScopeFactory scopes)
{
    /// <summary>Checks it apart from the caller's transaction: a wrong guess stays counted when that is rolled back.</summary>
    /// <exception cref="ApiException">401: it is wrong; 429: too many were.</exception>
    public async Task CheckAsync(ProjectRef project, Guid userId, string password, HttpContext context, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var realm = Realms.OfProject(project.Id);
        var store = scope.ServiceProvider.GetRequiredService<IdentityStores>().Of(project);
        if (await store.FindByIdAsync(realm, userId, cancellationToken) is not { } user || !EmailAddress.TryParse(user.Email, out var email))
        {
            throw AuthErrors.InvalidCode();
        }

        var check = await scope.ServiceProvider.GetRequiredService<PasswordChecks>().CheckAsync(store, realm, email, password, context.SignInSource(), cancellationToken);
        if (check.User?.Id != userId)
        {
            throw check.Wait is { } wait ? AuthErrors.TooManyGuesses(wait) : AuthErrors.WrongPassword();
        }
    }
}
