using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.ControlPlane.Identity.Builtin;

/// <summary>Listing and changing of users.</summary>
public sealed partial class BuiltinIdentityStore
{
    /// <inheritdoc />
    public async Task<RealmUserPage> ListUsersAsync(string realm, string? search, int offset, int limit, CancellationToken cancellationToken)
    {
        var users = db.IdentityUsers.AsNoTracking().Where(u => u.Realm == realm);
        foreach (var word in UserSearch.Words(search))
        {
            var pattern = $"%{LikePattern.Escape(word)}%";
            users = users.Where(u => EF.Functions.ILike(u.Email, pattern, LikePattern.EscapeCharacter)
                || EF.Functions.ILike(u.FirstName ?? "", pattern, LikePattern.EscapeCharacter)
                || EF.Functions.ILike(u.LastName ?? "", pattern, LikePattern.EscapeCharacter));
        }

        var total = await users.CountAsync(cancellationToken);
        var rows = await users.OrderBy(u => u.NormalizedEmail).Skip(offset).Take(limit).ToListAsync(cancellationToken);
        return new RealmUserPage([.. rows.Select(ToUser)], total);
    }

    /// <inheritdoc />
    public async Task<EmailChange> ChangeEmailAsync(string realm, Guid id, EmailAddress email, CancellationToken cancellationToken)
    {
        // Asked first, since a refusal by the index would end the caller's transaction; the index still decides between two at once.
        if (await db.IdentityUsers.AnyAsync(u => u.Realm == realm && u.NormalizedEmail == email.Normalized && u.Id != id, cancellationToken))
        {
            return EmailChange.Taken;
        }

        try
        {
            return await db.IdentityUsers.Where(u => u.Id == id && u.Realm == realm).ExecuteUpdateAsync(
                s => s.SetProperty(u => u.Email, email.Typed).SetProperty(u => u.NormalizedEmail, email.Normalized).SetProperty(u => u.EmailVerified, true),
                cancellationToken) == 1
                ? EmailChange.Changed
                : EmailChange.NoUser;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return EmailChange.Taken;
        }
    }

    /// <inheritdoc />
    public async Task<bool> SetBlockedAsync(string realm, Guid id, bool blocked, CancellationToken cancellationToken)
    {
        DateTimeOffset? at = blocked ? clock.GetStorableUtcNow() : null;
        return await db.IdentityUsers.Where(u => u.Id == id && u.Realm == realm)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.BlockedAt, at), cancellationToken) == 1;
    }

    /// <inheritdoc />
    public async Task<bool> DeleteUserAsync(string realm, Guid id, CancellationToken cancellationToken) =>
        await db.IdentityUsers.Where(u => u.Id == id && u.Realm == realm).ExecuteDeleteAsync(cancellationToken) == 1;

    /// <inheritdoc />
    public async Task<RealmUser?> FindByExternalIdentityAsync(string realm, string provider, string subject, CancellationToken cancellationToken) =>
        await db.IdentityUsers.AsNoTracking().SingleOrDefaultAsync(
            u => u.Realm == realm && db.ExternalIdentities.Any(i => i.Realm == realm && i.Provider == provider && i.Subject == subject && i.UserId == u.Id),
            cancellationToken) is { } row
            ? ToUser(row)
            : null;

    /// <inheritdoc />
    public async Task<ExternalLink> LinkExternalIdentityAsync(string realm, Guid id, string provider, string subject, CancellationToken cancellationToken)
    {
        var now = clock.GetStorableUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into external_identities (realm, provider, subject, user_id, created_at)
            select {realm}, {provider}, {subject}, u.id, {now} from identity_users u
            where u.id = {id} and u.realm = {realm}
              and not exists (select from external_identities e where e.realm = u.realm and e.user_id = u.id and e.provider = {provider})
            on conflict do nothing
            """,
            cancellationToken);
        var owners = await db.ExternalIdentities.Where(i => i.Realm == realm && i.Provider == provider && i.Subject == subject).Select(i => i.UserId).ToListAsync(cancellationToken);
        return owners is [var owner] ? owner == id ? ExternalLink.Linked : ExternalLink.OfAnotherUser
            : await db.ExternalIdentities.AnyAsync(i => i.Realm == realm && i.Provider == provider && i.UserId == id, cancellationToken) ? ExternalLink.HasAnother
            : ExternalLink.NoUser;
    }
}
