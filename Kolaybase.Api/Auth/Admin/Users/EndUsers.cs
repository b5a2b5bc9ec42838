using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Auth.Admin.Users;

/// <summary>The end users of the project that is called on: its store, its realm, and what ends with a user's rights.</summary>
internal sealed class EndUsers(RegistryContext db, IdentityStores stores, Sessions sessions, TokenRevocations revocations, TimeProvider clock)
{
    /// <summary>Store and realm of the project.</summary>
    public (IIdentityStore Store, string Realm) Of(ProjectCaller caller) => (stores.Of(caller.Project), Realms.OfProject(caller.Project.Id));

    /// <summary>The user of that id.</summary>
    /// <exception cref="ApiException">404: there is none.</exception>
    public async Task<RealmUser> FindAsync(ProjectCaller caller, Guid userId, CancellationToken cancellationToken)
    {
        var (store, realm) = Of(caller);
        return await store.FindByIdAsync(realm, userId, cancellationToken) ?? throw EndUserErrors.NoSuchUser();
    }

    /// <summary>Ends every session and access token of a user and forgets the codes that were mailed to him: a code would give back what was taken from him. Last in its transaction.</summary>
    public async Task ShutOutAsync(string realm, Guid userId, CancellationToken cancellationToken)
    {
        await ForgetCodesAsync(realm, userId, cancellationToken);
        await revocations.RevokeAsync(realm, userId, cancellationToken);
    }

    /// <summary>
    /// The same in a transaction of its own, whether or not the client waits: before the identity store is asked, which is no part of our
    /// transactions. A fault in between leaves nobody a session; <see cref="ShutOutAsync"/> comes after it all the same.
    /// </summary>
    public async Task ShutOutAtOnceAsync(string realm, Guid userId)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        await ShutOutAsync(realm, userId, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>Ends every session and access token of a user. Last in its transaction.</summary>
    public Task EndAllAsync(string realm, Guid userId, CancellationToken cancellationToken) => revocations.RevokeAsync(realm, userId, cancellationToken);

    /// <summary>Ends one session of a user and its access tokens.</summary>
    /// <returns>False when he has no such session, or it has ended.</returns>
    public Task<bool> EndOneAsync(string realm, Guid userId, Guid sessionId, CancellationToken cancellationToken) => sessions.EndOneAsync(realm, userId, sessionId, cancellationToken);

    /// <summary>Forgets the codes that were mailed to a user.</summary>
    public Task ForgetCodesAsync(string realm, Guid userId, CancellationToken cancellationToken) =>
        db.OneTimeCodes.Where(c => c.Realm == realm && c.UserId == userId).ExecuteDeleteAsync(cancellationToken);

    /// <summary>The sessions that can still be refreshed.</summary>
    public IQueryable<Session> LiveSessions(string realm, Guid userId)
    {
        var now = clock.GetUtcNow();
        return db.Sessions.Where(s => s.Realm == realm && s.UserId == userId && s.EndedAt == null && s.ExpiresAt > now);
    }
}
