using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth.Admin.Users;

/// <summary><c>PATCH /api/projects/{id}/auth/users/{userId}</c>: only what is named changes. A block and a new password end his sessions, any change his mailed codes.</summary>
internal static class ChangeUser
{
    /// <param name="Blocked">true: he may neither sign in nor get access tokens; left out or null, it stays.</param>
    /// <param name="Password">New password; left out or null, it stays.</param>
    /// <param name="Email">New address, which counts as proven: the owner vouches for it; left out or null, it stays.</param>
    public sealed record Request(bool? Blocked = null, string? Password = null, string? Email = null)
    {
        /// <summary>Never prints the password.</summary>
        public override string ToString() => nameof(ChangeUser);
    }

    public static async Task<Ok<EndUserAnswer>> HandleAsync(
        Guid userId, Request request, ProjectCaller caller, RegistryContext db, EndUsers users, EmailChanges changes, AuthSettingsStore settings, CancellationToken cancellationToken)
    {
        EmailAddress? email = null;
        var isAddress = request.Email is null || EmailAddress.TryParse(request.Email, out email);
        new Faults()
            .Check(isAddress, "email", EmailAddress.Fault)
            .CheckPassword(request.Password, await settings.ReadAsync(caller.Project.Id, cancellationToken))
            .ThrowIfAny();

        var (store, realm) = users.Of(caller);
        await users.FindAsync(caller, userId, cancellationToken);
        // The address first, and by itself: only it can be refused. All the rest may be sent again after a fault.
        if (email is not null)
        {
            await ChangeEmailAsync(caller, userId, email, db, users, changes);
        }

        if (request.Password is not null || request.Blocked is true)
        {
            await users.ShutOutAtOnceAsync(realm, userId);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if ((request.Password is { } password && !await store.SetPasswordAsync(realm, userId, password, CancellationToken.None))
            || (request.Blocked is { } blocked && !await store.SetBlockedAsync(realm, userId, blocked, CancellationToken.None)))
        {
            throw EndUserErrors.NoSuchUser();
        }

        if (request.Password is not null || request.Blocked is true)
        {
            await users.ShutOutAsync(realm, userId, CancellationToken.None);
        }
        else
        {
            await users.ForgetCodesAsync(realm, userId, CancellationToken.None);
        }

        await transaction.CommitAsync(CancellationToken.None);
        return TypedResults.Ok(EndUserAnswer.From(await users.FindAsync(caller, userId, cancellationToken)));
    }

    private static async Task ChangeEmailAsync(ProjectCaller caller, Guid userId, EmailAddress email, RegistryContext db, EndUsers users, EmailChanges changes)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        if (await changes.ChangeAsync(caller.Project, userId, email, CancellationToken.None) is not EmailChange.Changed and var outcome)
        {
            throw outcome == EmailChange.Taken ? EndUserErrors.EmailTaken() : EndUserErrors.NoSuchUser();
        }

        // They went to the former address.
        await users.ForgetCodesAsync(Realms.OfProject(caller.Project.Id), userId, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }
}
