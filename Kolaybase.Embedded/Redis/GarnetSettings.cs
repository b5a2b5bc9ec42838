using System.Text.Json;

namespace Kolaybase.Embedded.Redis;

/// <summary>The server's settings, in a file rather than on its command line, where everybody could read the password.</summary>
internal static class GarnetSettings
{
    /// <summary>The settings as Garnet's configuration file has them. Small, since it holds counters, caches and messages only; nothing is written to disk.</summary>
    public static string Write(GarnetServerOptions options, int port) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["Port"] = port,
        ["Address"] = "127.0.0.1",
        ["AuthenticationMode"] = "Password",
        ["Password"] = options.Password,
        ["LogMemorySize"] = "64m",
        ["PageSize"] = "1m",
        ["IndexMemorySize"] = "1m",
        ["BufferPoolMemoryBudget"] = "16m",
        ["NetworkBufferMemoryBudget"] = "64m",
        // Nobody of ours sends scripts, and the server may run as root.
        ["EnableLua"] = false,
        ["QuietMode"] = true,
        ["DisableConsoleLogger"] = true,
        ["FileLogger"] = options.LogFile,
    });

    /// <summary>The runtime's own settings: Garnet asks for the server collector, which keeps a heap per core; and a debugger's socket stays behind in the temporary folder when the process is killed.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_GCConserveMemory"] = "5",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_EnableDiagnostics"] = "0",
    };
}
