using System.Reflection;

namespace Kolaybase.Embedded.Redis;

/// <summary>Finds the program of the <c>garnet-server</c> tool, which the build restores from the tool manifest.</summary>
internal static class GarnetTool
{
    /// <summary>Names the program, <c>GarnetServer.dll</c>, where it is not where the build put it.</summary>
    public const string Variable = "KOLAYBASE_GARNET";

    /// <summary>The variable, else where the build restored it to, else this user's package folder.</summary>
    /// <exception cref="EmbeddedException">It is in none of these places.</exception>
    public static string Locate(Func<string, string?> variable)
    {
        if (variable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new EmbeddedException($"{Variable} names '{named}', which does not exist. Correct or unset it.");
        }

        var version = Metadata("GarnetVersion");
        var packages = variable("NUGET_PACKAGES") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string[] places = [Metadata("GarnetTool"), Path.Combine(packages, "garnet-server", version, "tools", "net10.0", "any", "GarnetServer.dll")];
        return places.FirstOrDefault(File.Exists)
            ?? throw new EmbeddedException($"The tool garnet-server {version} is not installed for this user. Run 'dotnet tool restore' in the repository, or name its GarnetServer.dll in {Variable}.");
    }

    private static string Metadata(string key) =>
        typeof(GarnetTool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == key)?.Value
        ?? throw new InvalidOperationException($"The build left no {key} in the assembly.");
}
