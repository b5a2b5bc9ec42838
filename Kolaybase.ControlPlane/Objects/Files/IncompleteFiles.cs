namespace Kolaybase.ControlPlane.Objects.Files;

/// <summary>Finds what uploads left that were never completed.</summary>
internal static class IncompleteFiles
{
    private const int VersionLength = 32;

    /// <summary>Removes what was last written before a time and belongs to no upload that is known.</summary>
    public static int Remove(string project, DateTimeOffset before, IReadOnlySet<Guid> known)
    {
        SafeFolders.RefuseLink(project);
        if (!Directory.Exists(project))
        {
            return 0;
        }

        var removed = 0;
        foreach (var shard in Directory.EnumerateDirectories(project).Where(s => new DirectoryInfo(s).LinkTarget is null))
        {
            foreach (var entry in new DirectoryInfo(shard).EnumerateFileSystemInfos())
            {
                var name = entry.Name;
                if ((!name.EndsWith(FileObjectStore.Temporary, StringComparison.Ordinal) && !name.EndsWith(FileObjectStore.Parts, StringComparison.Ordinal))
                    || !Guid.TryParseExact(name.AsSpan(0, Math.Min(VersionLength, name.Length)), "N", out var version)
                    || known.Contains(version) || entry.LastWriteTimeUtc >= before.UtcDateTime)
                {
                    continue;
                }

                if (entry is DirectoryInfo { LinkTarget: null } folder)
                {
                    folder.Delete(recursive: true);
                }
                else
                {
                    entry.Delete();
                }

                removed++;
            }
        }

        return removed;
    }
}
