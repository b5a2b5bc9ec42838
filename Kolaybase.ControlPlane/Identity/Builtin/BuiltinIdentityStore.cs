using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.ControlPlane.Identity.Builtin;

/// <summary>Users as rows of the control database. Works on the scope's context and so inside the caller's transaction.</summary>
public sealed partial class BuiltinIdentityStore(
    RegistryContext db, PasswordHashes passwords, SigningKeys keys, AccessTokens tokens, IdentityOptions options, TimeProvider clock) : IIdentityStore
{
    /// <inheritdoc />
    public async Task<RealmUser?> CreateUserAsync(string realm, NewRealmUser user, CancellationToken cancellationToken)
    {
        var row = new IdentityUser
        {
            Id = Guid.CreateVersion7(),
            Realm = realm,
            Email = user.Email.Typed,
            NormalizedEmail = user.Email.Normalized,
            PasswordHash = user.Password is { } password ? passwords.Hash(password) : null,
            FirstName = user.FirstName,
            LastName = user.LastName,
            EmailVerified = user.EmailVerified,
            CreatedAt = clock.GetStorableUtcNow(),
        };
        db.IdentityUsers.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.Entry(row).State = EntityState.Detached;
            return null;
        }

        return ToUser(row);
    }

    /// <inheritdoc />
    public async Task<RealmUser?> FindByIdAsync(string realm, Guid id, CancellationToken cancellationToken) =>
        await db.IdentityUsers.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.Realm == realm, cancellationToken) is { } row ? ToUser(row) : null;

    /// <inheritdoc />
    public async Task<RealmUser?> FindByEmailAsync(string realm, EmailAddress email, CancellationToken cancellationToken) =>
        await RowAsync(realm, email, cancellationToken) is { } row ? ToUser(row) : null;

    /// <inheritdoc />
    public async Task<RealmUser?> VerifyPasswordAsync(string realm, EmailAddress email, string password, CancellationToken cancellationToken)
    {
        var row = await RowAsync(realm, email, cancellationToken);
        var match = passwords.Verify(row?.PasswordHash, password);
        if (row is null || match == PasswordMatch.No || row.BlockedAt is not null)
        {
            return null;
        }

        if (match == PasswordMatch.YesButOutdated)
        {
            var renewed = passwords.Hash(password);
            // Guarded by the old hash: a password that was changed meanwhile stays changed.
            await db.IdentityUsers.Where(u => u.Realm == realm && u.Id == row.Id && u.PasswordHash == row.PasswordHash)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.PasswordHash, renewed), cancellationToken);
        }

        return ToUser(row);
    }

    /// <inheritdoc />
    public async Task<bool> SetPasswordAsync(string realm, Guid id, string password, CancellationToken cancellationToken)
    {
        var hash = passwords.Hash(password);
        return await db.IdentityUsers.Where(u => u.Id == id && u.Realm == realm)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.PasswordHash, hash), cancellationToken) == 1;
    }

    /// <inheritdoc />
    public async Task<bool> MarkEmailVerifiedAsync(string realm, Guid id, CancellationToken cancellationToken) =>
        await db.IdentityUsers.Where(u => u.Id == id && u.Realm == realm)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.EmailVerified, true), cancellationToken) == 1;

    /// <inheritdoc />
    public async Task<AccessToken?> IssueAccessTokenAsync(string realm, Guid id, Guid sessionId, CancellationToken cancellationToken) =>
        await db.IdentityUsers.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.Realm == realm && u.BlockedAt == null, cancellationToken) is { } row
            ? await tokens.IssueAsync(realm, ToUser(row), sessionId, cancellationToken)
            : null;

    private Task<IdentityUser?> RowAsync(string realm, EmailAddress email, CancellationToken cancellationToken) =>
        db.IdentityUsers.AsNoTracking().SingleOrDefaultAsync(u => u.Realm == realm && u.NormalizedEmail == email.Normalized, cancellationToken);

    private static RealmUser ToUser(IdentityUser row) => new(row.Id, row.Email, row.EmailVerified, row.FirstName, row.LastName, row.CreatedAt, row.BlockedAt is not null);
}
