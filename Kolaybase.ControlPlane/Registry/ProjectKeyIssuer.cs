using System.Security.Cryptography;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.ControlPlane.Registry;

/// <summary>Makes API keys and shows them again.</summary>
public sealed class ProjectKeyIssuer(SecretBox box, SecretHasher hasher, TimeProvider clock)
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>238 bits; without punctuation, so that a double click takes all of it.</summary>
    private const int RandomLength = 40;

    /// <summary>A new working key: the row to add, and the key itself.</summary>
    public (ProjectKey Row, string Key) Create(Guid projectId, ProjectKeyKind kind)
    {
        // The prefix tells people and secret scanners what they have found.
        var key = (kind == ProjectKeyKind.Anon ? "kb_anon_" : "kb_service_") + RandomNumberGenerator.GetString(Base62, RandomLength);
        var id = Guid.CreateVersion7();
        var row = new ProjectKey
        {
            Id = id,
            ProjectId = projectId,
            Kind = kind,
            Hash = hasher.Hash(key, SecretPurposes.ProjectKey),
            Sealed = box.Seal(key, SecretPurposes.ProjectKey, id.ToString()),
            CreatedAt = clock.GetStorableUtcNow(),
        };
        return (row, key);
    }

    /// <summary>The key of a row.</summary>
    public string Reveal(ProjectKey row) => box.Open(row.Sealed, SecretPurposes.ProjectKey, row.Id.ToString());
}
