using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Takes a user's sessions and access tokens away. Works on the scope's context and so inside the caller's transaction.</summary>
public sealed class TokenRevocations(RegistryContext db, Sessions sessions, IdentityOptions options, TimeProvider clock)
{
    /// <summary>
    /// A revocation has its time before its transaction commits, and until then nobody sees what it goes with, a new password say. Far longer than any such transaction
    /// may last; what it costs is a second comparison for those who sign in so soon after.
    /// </summary>
    private static readonly TimeSpan s_uncommitted = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Ends every session of the user: refresh is refused from the commit on, access tokens within seconds on every replica. Call it
    /// last in the transaction, after what took his right away (a block, the deletion, a new password), and commit at once:
    /// replicas look for rows of the last moments.
    /// </summary>
    public async Task RevokeAsync(string realm, Guid userId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({Place(realm, userId)}, 0))", cancellationToken);
        await sessions.EndAllAsync(realm, userId, cancellationToken);
        // What ended lately as well: its access tokens may live, and nothing else than this row refuses them.
        var endedSince = clock.GetUtcNow() - options.AccessTokenLifetime - IdentityCleanup.RevocationMargin;
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into token_revocations (realm, user_id, not_before)
            select realm, id, clock_timestamp() from sessions where realm = {realm} and user_id = {userId} and ended_at >= {endedSince} order by id
            on conflict do nothing
            """,
            cancellationToken);
        // After the sessions, whose rows a refresh that is going on holds: what it was given was issued before this time.
        // Rounded up, since iat has whole seconds: a token issued a moment before must not live. For those who
        // get a new token within that second see NotBeforeAsync.
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into token_revocations as r (realm, user_id, not_before)
            values ({realm}, {userId}, date_trunc('second', clock_timestamp()) + interval '1 second')
            on conflict (realm, user_id) do update set not_before = greatest(r.not_before, excluded.not_before)
            """,
            cancellationToken);
    }

    /// <summary>The database's time, for <see cref="RevokedSinceAsync"/>.</summary>
    public Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken) =>
        db.Database.SqlQuery<DateTimeOffset>($"select clock_timestamp() as \"Value\"").SingleAsync(cancellationToken);

    /// <summary>
    /// Whether the user was revoked, or may have been, since a time. From now to the end of the caller's transaction no revocation
    /// goes on: a session that is begun in it is either seen by the next one, or was begun with what is right after the last one.
    /// </summary>
    /// <remarks>Without this, who keeps signing in with the old password would get a session that outlives the new one.</remarks>
    public async Task<bool> RevokedSinceAsync(string realm, Guid userId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared(hashtextextended({Place(realm, userId)}, 0))", cancellationToken);
        return await NotBeforeAsync(realm, userId, cancellationToken) >= since - s_uncommitted;
    }

    /// <summary>Before when the <c>iat</c> of a user's token that names no session of ours must not be; null when it does not matter.</summary>
    public async Task<DateTimeOffset?> NotBeforeAsync(string realm, Guid userId, CancellationToken cancellationToken) =>
        await db.TokenRevocations.AsNoTracking().Where(r => r.Realm == realm && r.UserId == userId)
            .Select(r => (DateTimeOffset?)r.NotBefore).SingleOrDefaultAsync(cancellationToken);

    private static string Place(string realm, Guid userId) => $"token-revocation {realm} {userId}";
}
