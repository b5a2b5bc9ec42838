using System.Runtime.CompilerServices;
using System.Text.Json;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Workers.Backup;

/// <summary>
/// A project's end users. From the built-in store all that is known of them, hashes of passwords included; from an identity server what the identity port tells:
/// no password and no account of a provider. They are restored into the built-in store only, under their identifiers, which no identity server lets
/// us choose: rows and policies name them.
/// </summary>
internal sealed class UserDump(RegistryContext db, IdentityStores stores, TimeProvider time)
{
    private const int BatchSize = 500;

    /// <summary>Writes all users.</summary>
    /// <returns>How many there are, and how many of them have no password in the dump.</returns>
    public async Task<(int Count, int WithoutPassword)> WriteAsync(Project project, DumpFolder folder, CancellationToken cancellationToken)
    {
        var (count, without) = (0, 0);
        await using var writer = new StreamWriter(folder.Write(DumpFolder.Users));
        await foreach (var user in project.IdentityServer == IdentityStores.Builtin ? BuiltinAsync(project.Id, cancellationToken) : ForeignAsync(project, cancellationToken))
        {
            await writer.WriteLineAsync(JsonSerializer.Serialize(user, DumpFolder.Json).AsMemory(), cancellationToken);
            count++;
            without += user.PasswordHash is null ? 1 : 0;
        }

        await writer.FlushAsync(cancellationToken);
        await DumpFolder.EndAsync((FileStream)writer.BaseStream, cancellationToken);
        return (count, without);
    }

    /// <summary>Adds all users to a project's realm of the built-in store.</summary>
    public async Task RestoreAsync(Project project, DumpFolder folder, CancellationToken cancellationToken)
    {
        var realm = Realms.OfProject(project.Id);
        var pending = 0;
        await foreach (var line in File.ReadLinesAsync(folder.File(DumpFolder.Users), cancellationToken))
        {
            Add(realm, JsonSerializer.Deserialize<DumpedUser>(line, DumpFolder.Json)!);
            if (++pending % BatchSize == 0)
            {
                await SaveAsync(cancellationToken);
            }
        }

        await SaveAsync(cancellationToken);
    }

    private void Add(string realm, DumpedUser user)
    {
        db.IdentityUsers.Add(new IdentityUser
        {
            Id = user.Id,
            Realm = realm,
            Email = user.Email,
            NormalizedEmail = EmailAddress.Normalize(user.Email) ?? throw new BackupException($"The user {user.Id} of the dump has no address that this version takes."),
            EmailVerified = user.EmailVerified,
            PasswordHash = user.PasswordHash,
            FirstName = user.FirstName,
            LastName = user.LastName,
            BlockedAt = user.BlockedAt,
            CreatedAt = user.CreatedAt,
        });
        db.ExternalIdentities.AddRange(user.ExternalIdentities.Select(i => new ExternalIdentity
        {
            Realm = realm,
            Provider = i.Provider,
            Subject = i.Subject,
            UserId = user.Id,
            CreatedAt = i.CreatedAt,
        }));
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private async IAsyncEnumerable<DumpedUser> BuiltinAsync(Guid projectId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var realm = Realms.OfProject(projectId);
        var users = db.IdentityUsers.AsNoTracking().Where(u => u.Realm == realm).OrderBy(u => u.Id).Select(u => new DumpedUser
        {
            Id = u.Id,
            Email = u.Email,
            EmailVerified = u.EmailVerified,
            PasswordHash = u.PasswordHash,
            FirstName = u.FirstName,
            LastName = u.LastName,
            BlockedAt = u.BlockedAt,
            CreatedAt = u.CreatedAt,
            ExternalIdentities = db.ExternalIdentities
                .Where(i => i.Realm == realm && i.UserId == u.Id)
                .Select(i => new DumpedExternalIdentity(i.Provider, i.Subject, i.CreatedAt))
                .ToList(),
        });
        await foreach (var user in users.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return user;
        }
    }

    private async IAsyncEnumerable<DumpedUser> ForeignAsync(Project project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (store, realm) = (stores.Of(project.IdentityServer), Realms.OfProject(project.Id));
        await foreach (var user in UserPages.AllAsync((offset, limit) => store.ListUsersAsync(realm, null, offset, limit, cancellationToken), cancellationToken))
        {
            yield return new DumpedUser
            {
                Id = user.Id,
                Email = user.Email,
                EmailVerified = user.EmailVerified,
                FirstName = user.FirstName,
                LastName = user.LastName,
                BlockedAt = user.Blocked ? time.GetStorableUtcNow() : null,
                CreatedAt = user.CreatedAt,
            };
        }
    }
}
