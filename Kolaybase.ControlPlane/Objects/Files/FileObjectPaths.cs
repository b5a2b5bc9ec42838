namespace Kolaybase.ControlPlane.Objects.Files;

/// <summary>Where files are. All parts of a path are ours: nothing that a caller sends is in one.</summary>
internal sealed class FileObjectPaths(string root)
{
    public string Root { get; } = Path.GetFullPath(root);

    public string OfProject(Guid projectId) => Path.Combine(Root, projectId.ToString("N"));

    /// <summary>The file of an object.</summary>
    /// <exception cref="ObjectStoreException">A folder on the way is a link, which could lead anywhere.</exception>
    public string Of(ObjectKey key)
    {
        var project = OfProject(key.ProjectId);
        var name = key.Version.ToString("N");
        // By the last digits: the first are the time, and all of an hour would share a folder.
        var shard = Path.Combine(project, name[^2..]);
        SafeFolders.RefuseLink(project);
        SafeFolders.RefuseLink(shard);
        return Path.Combine(shard, name);
    }

    /// <summary>Makes the folders on the way to a file.</summary>
    public string MakeFolders(ObjectKey key)
    {
        var path = Of(key);
        SafeFolders.Make(Root);
        SafeFolders.Make(OfProject(key.ProjectId));
        SafeFolders.Make(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Versions of all complete objects of a project.</summary>
    public List<Guid> Versions(Guid projectId)
    {
        var project = OfProject(projectId);
        SafeFolders.RefuseLink(project);
        if (!Directory.Exists(project))
        {
            return [];
        }

        return [.. Directory.EnumerateDirectories(project)
            .Where(shard => new DirectoryInfo(shard).LinkTarget is null)
            .SelectMany(Directory.EnumerateFiles)
            .Select(file => Guid.TryParseExact(Path.GetFileName(file), "N", out var version) ? version : (Guid?)null)
            .OfType<Guid>()];
    }
}
