using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kolaybase.Workers.Backup;

/// <summary>An object of a dump.</summary>
/// <param name="Version">Its key within the project.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ContentType">Media type that the store is told.</param>
/// <param name="Sha256">Hash of its bytes, hexadecimal.</param>
internal sealed record DumpedObject(Guid Version, long Size, string ContentType, string Sha256);

/// <summary>The list of a dump's objects, a line each, so that it may be long.</summary>
internal static class ObjectLines
{
    /// <summary>Where the bytes lie in a dump.</summary>
    public static string FileOf(Guid version) => Path.Combine(DumpFolder.Objects, version.ToString("N"));

    /// <summary>Reads the list.</summary>
    /// <exception cref="BackupException">A line is none of the list.</exception>
    public static async IAsyncEnumerable<DumpedObject> ReadAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
        {
            yield return Parse(line, file);
        }
    }

    private static DumpedObject Parse(string line, string file)
    {
        try
        {
            return JsonSerializer.Deserialize<DumpedObject>(line, DumpFolder.Json) ?? throw new JsonException();
        }
        catch (JsonException exception)
        {
            throw new BackupException($"'{file}' is damaged: take another copy of the dump.", exception);
        }
    }
}
