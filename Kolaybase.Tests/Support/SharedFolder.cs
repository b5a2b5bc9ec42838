namespace Kolaybase.Tests.Support;

/// <summary>The folder with programs for tests that are no packages: <c>KOLAYBASE_SHARED</c>, else <c>shared</c> beside the repository or above.</summary>
internal static class SharedFolder
{
    /// <summary>Its path, or null when there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("KOLAYBASE_SHARED") is { Length: > 0 } told)
        {
            return told;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(shared, "bin")))
            {
                return shared;
            }
        }

        return null;
    }
}
