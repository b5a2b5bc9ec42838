using System.Security.Cryptography;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.Extensions.Options;

namespace Kolaybase.ControlPlane.Registry;

/// <summary>Makes the row of a new project: opaque names, fresh sealed passwords, status <see cref="ProjectStatus.Provisioning"/>.</summary>
public sealed class ProjectFactory(
    SecretBox box, IOptions<DatabaseServersOptions> databases, IdentityServersOptions identity, ObjectStoresOptions objects, TimeProvider time)
{
    private const string DatabasePrefix = "kb_";
    private const int NameBytes = 10;
    private const int NameLength = NameBytes * 8 / 5;
    private const int PasswordBytes = 24;

    // Base32 (RFC 4648, section 6) in lower case: needs no quoting in SQL.
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The row, without keys; the caller adds it, its keys and a <c>ProvisionProject</c> job in one transaction.</summary>
    /// <param name="name">Shown name, 1 to 100 characters; checked by the caller.</param>
    /// <param name="description">Free text of up to 2,000 characters; checked by the caller.</param>
    /// <param name="teamId">The owning team.</param>
    /// <param name="createdBy">The platform user.</param>
    /// <param name="identityServer">Where its end users are; null means where those of new projects are.</param>
    public Project Create(string name, string description, Guid teamId, Guid createdBy, string? identityServer = null)
    {
        var id = Guid.CreateVersion7();
        var database = $"{DatabasePrefix}{RandomName()}";
        return new Project
        {
            Id = id,
            TeamId = teamId,
            Name = name,
            Description = description,
            Status = ProjectStatus.Provisioning,
            DatabaseServer = databases.Value.Default,
            IdentityServer = identityServer ?? identity.Default,
            ObjectStore = objects.Default,
            DatabaseName = database,
            OwnerRole = $"{database}_owner",
            OwnerPasswordSealed = box.Seal(RandomPassword(), SecretPurposes.OwnerPassword, id.ToString()),
            AuthenticatorRole = $"{database}_api",
            AuthenticatorPasswordSealed = box.Seal(RandomPassword(), SecretPurposes.AuthenticatorPassword, id.ToString()),
            CreatedAt = time.GetStorableUtcNow(),
            CreatedBy = createdBy,
        };
    }

    /// <summary>Whether a name is such as databases of projects are given here.</summary>
    public static bool IsDatabaseName(string? name) =>
        name is not null && name.Length == DatabasePrefix.Length + NameLength && name.StartsWith(DatabasePrefix, StringComparison.Ordinal)
        && name.Skip(DatabasePrefix.Length).All(Alphabet.Contains);

    private static string RandomName()
    {
        // 80 bits: nobody meets another's name by chance.
        Span<char> name = stackalloc char[NameLength];
        RandomNumberGenerator.GetItems(Alphabet, name);
        return new string(name);
    }

    private static string RandomPassword() => Base64UrlText.Encode(RandomNumberGenerator.GetBytes(PasswordBytes));
}
