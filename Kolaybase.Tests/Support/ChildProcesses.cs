using System.Runtime.CompilerServices;

namespace Kolaybase.Tests.Support;

/// <summary>What this process and those that tests start go by.</summary>
internal static class ChildProcesses
{
    /// <summary>They live for seconds: the code that counts how often code runs, to compile it better later, is never paid back. A quarter of a run's time.</summary>
    [ModuleInitializer]
    internal static void StartFast()
    {
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
        // Nobody changes a configuration file while a test runs; each host would watch for it.
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
    }
}
