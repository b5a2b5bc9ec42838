using System.Text.Json.Serialization;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Workers.Backup;

/// <summary>What a dump is of, and what files belong to it.</summary>
internal sealed record DumpManifest
{
    /// <summary>The format that this program writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Number of the format.</summary>
    public required int Format { get; init; }

    /// <summary>The project that was dumped.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its description.</summary>
    public required string Description { get; init; }

    /// <summary>Name of its database, which its logins' names begin with.</summary>
    public required string DatabaseName { get; init; }

    /// <summary>Major version of its server.</summary>
    public required int ServerMajor { get; init; }

    /// <summary>Major version of the <c>pg_dump</c> that wrote the archive.</summary>
    public required int ProgramMajor { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How many users are in it.</summary>
    public required int Users { get; init; }

    /// <summary>How many of the users have no password in it, though they may have had one.</summary>
    public required int UsersWithoutPassword { get; init; }

    /// <summary>How many objects are in it.</summary>
    public required int Objects { get; init; }

    /// <summary>Objects of the database whose bytes were not in the store: their rows are removed when the dump is restored.</summary>
    public required IReadOnlyList<Guid> MissingObjects { get; init; }

    /// <summary>The files beside the objects' bytes.</summary>
    public required IReadOnlyList<DumpedFile> Files { get; init; }

    /// <summary>Whether <see cref="Files"/> are the ones that a dump has, each once and no other: a name might lead out of the folder.</summary>
    [JsonIgnore]
    public bool HasFiles => Files is not null && Files.Select(f => f?.Name).Order(StringComparer.Ordinal).SequenceEqual(DumpFolder.Named.Order(StringComparer.Ordinal));

    /// <summary>Whether its values are such as a dump is given. The database's name is replaced in scripts, so that another one would change what they do.</summary>
    [JsonIgnore]
    public bool IsSound => ProjectFactory.IsDatabaseName(DatabaseName) && Name is not null && Description is not null && MissingObjects is not null;
}

/// <summary>A file of a dump.</summary>
/// <param name="Name">Path within the dump.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Hash of its bytes, hexadecimal.</param>
internal sealed record DumpedFile(string Name, long Size, string Sha256);
