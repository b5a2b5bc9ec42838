namespace Kolaybase.Tests.Architecture;

/// <summary>The repository that this test run was built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    /// <summary>C# files below a folder of the repository, without build output and generated migrations.</summary>
    public static IEnumerable<string> Files(string folder)
    {
        var path = Path.Combine(Root, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories).Where(f => !IsBuildOutput(f))
            : [];
    }

    private static bool IsBuildOutput(string file)
    {
        var parts = Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar);
        return parts.Contains("bin") || parts.Contains("obj") || parts.Contains("Migrations");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kolaybase.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Kolaybase.sln was not found above the test assembly: these tests read the sources.");
    }
}
