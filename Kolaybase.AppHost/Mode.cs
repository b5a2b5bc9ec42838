using System.Reflection;

namespace Kolaybase.AppHost;

/// <summary>Which half of the AppHost was built, as decided in <c>eng/UseAspire.props</c>.</summary>
internal static class Mode
{
    /// <summary>The first lines of output: which mode runs, why, and how to get the other.</summary>
    public static string Lines => string.Equals(Metadata("UseAspire"), "true", StringComparison.OrdinalIgnoreCase)
        ? $"""
            Kolaybase, Aspire mode: containers and the Aspire dashboard ({Metadata("UseAspireReason")}).
            For the embedded stack, which needs no container engine: dotnet run --project Kolaybase.AppHost -p:UseAspire=false
            """
        : $"""
            Kolaybase, embedded mode: everything runs on this machine without containers ({Metadata("UseAspireReason")}).
            For Aspire, with a container engine running: dotnet run --project Kolaybase.AppHost -p:UseAspire=true
            """;

    private static string Metadata(string key) =>
        typeof(Mode).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == key)?.Value ?? "";
}
