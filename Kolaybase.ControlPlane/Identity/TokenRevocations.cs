using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Takes a user's sessions and access tokens away. Works on the scope's context and so inside the caller's transaction.</summary>
public sealed class TokenRevocations(RegistryContext db, Sessions sessions)
{
    /// <summary>
    /// Ends every session of the user: refresh is refused from the commit on, access tokens within seconds on every replica. Call it
    /// last in the transaction, after what took his right away (a block, the deletion, a new password), and commit at once:
    /// replicas look for rows of the last moments.
    /// </summary>
    public async Task RevokeAsync(string realm, Guid userId, CancellationToken cancellationToken)
    {
        // Rounded up, since iat has whole seconds: a token issued a moment before must not live. For those who
        // get a new token within that second see NotBeforeAsync.
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into token_revocations as r (realm, user_id, not_before)
            values ({realm}, {userId}, date_trunc('second', clock_timestamp()) + interval '1 second')
            on conflict (realm, user_id) do update set not_before = greatest(r.not_before, excluded.not_before)
            """,
            cancellationToken);
        await sessions.EndAllAsync(realm, userId, cancellationToken);
    }

    /// <summary>Before when the <c>iat</c> of a user's token that names no session of ours must not be; null when it does not matter.</summary>
    public async Task<DateTimeOffset?> NotBeforeAsync(string realm, Guid userId, CancellationToken cancellationToken) =>
        await db.TokenRevocations.AsNoTracking().Where(r => r.Realm == realm && r.UserId == userId)
            .Select(r => (DateTimeOffset?)r.NotBefore).SingleOrDefaultAsync(cancellationToken);
}
