using Kolaybase.Embedded;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Tests.Support;

/// <summary>Finds Keycloak's program and Java.</summary>
internal static class KeycloakHome
{
    private const string Archive = "keycloak-*.tar.xz";

    /// <summary>The unpacked distribution: <c>KEYCLOAK_HOME</c>, else the archive of the shared folder, unpacked into <paramref name="folder"/>.</summary>
    /// <exception cref="EmbeddedException">There is neither, or it can't be unpacked.</exception>
    public static async Task<string> FindAsync(TemporaryFolder folder, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("KEYCLOAK_HOME") is { Length: > 0 } home)
        {
            return File.Exists(Jar(home)) ? home : throw new EmbeddedException("KEYCLOAK_HOME names no Keycloak: lib/quarkus-run.jar is not in it.");
        }

        var archive = SharedFolder.Find() is { } shared ? Directory.GetFiles(Path.Combine(shared, "bin"), Archive).Order(StringComparer.Ordinal).LastOrDefault() : null;
        if (archive is null)
        {
            throw new EmbeddedException($"KEYCLOAK_HOME is not set, and no {Archive} is in a folder \"shared/bin\" beside the repository.");
        }

        var unpacked = await Command.RunAsync("tar", ["xJf", archive, "-C", folder.Path], null, cancellationToken);
        return unpacked.ExitCode == 0 && Directory.GetDirectories(folder.Path) is [var found] && File.Exists(Jar(found))
            ? found
            : throw new EmbeddedException($"{Path.GetFileName(archive)} can't be unpacked (xz-utils is needed): {unpacked.Error}");
    }

    /// <summary>The Java program: of <c>JAVA_HOME</c>, else the one on <c>PATH</c>.</summary>
    /// <exception cref="EmbeddedException">There is none.</exception>
    public static string FindJava()
    {
        var program = OperatingSystem.IsWindows() ? "java.exe" : "java";
        var home = Environment.GetEnvironmentVariable("JAVA_HOME");
        var folders = string.IsNullOrEmpty(home)
            ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [Path.Combine(home, "bin")];
        return folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists)
            ?? throw new EmbeddedException("Java is not on PATH and JAVA_HOME is not set: Keycloak needs Java 17, 21 or 25.");
    }

    private static string Jar(string home) => Path.Combine(home, "lib", "quarkus-run.jar");
}
