using Kolaybase.Embedded.Processes;

namespace Kolaybase.Embedded.DataFolders;

/// <summary>Where fetched binaries are kept, shared by all stacks of a user.</summary>
internal static class CacheFolder
{
    /// <summary>Names the cache folder.</summary>
    public const string Variable = "KOLAYBASE_CACHE";

    /// <summary>
    /// The variable, else <c>/var/cache/kolaybase</c> for root (whose home the server's user can't enter), <c>%LOCALAPPDATA%\kolaybase\cache</c>
    /// on Windows, <c>~/Library/Caches/kolaybase</c> on macOS, else <c>$XDG_CACHE_HOME/kolaybase</c> or <c>~/.cache/kolaybase</c>.
    /// </summary>
    public static string Locate(Func<string, string?> variable)
    {
        if (variable(Variable) is { Length: > 0 } folder)
        {
            return Path.GetFullPath(folder);
        }

        if (LibC.IsRoot)
        {
            return "/var/cache/kolaybase";
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "kolaybase", "cache");
        }

        if (OperatingSystem.IsMacOS())
        {
            return Path.Combine(home, "Library", "Caches", "kolaybase");
        }

        // XDG Base Directory Specification: a relative path in the variable is invalid and ignored.
        return variable("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache)
            ? Path.Combine(cache, "kolaybase")
            : Path.Combine(home.Length > 0 ? Path.Combine(home, ".cache") : Path.GetTempPath(), "kolaybase");
    }
}
