namespace Kolaybase.Bench.Harness;

/// <summary>Where a benchmark runs: a Linux machine, a built AppHost, a temporary data folder.</summary>
internal static class BenchSite
{
    /// <summary>What the figures were taken on.</summary>
    public static string Machine => $"machine: {Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}";

    /// <summary>Why a benchmark can't run; null when it can. The first argument has to be the folder of a built AppHost.</summary>
    public static string? Refusal(string[] args)
    {
        if (args is not [var appHost, ..] || !File.Exists(Path.Combine(appHost, "Kolaybase.AppHost.dll")))
        {
            return "Give the folder of a built AppHost: dotnet build -c Release Kolaybase.AppHost, then pass Kolaybase.AppHost/bin/Release/net10.0";
        }

        return OperatingSystem.IsLinux() ? null : "This benchmark reads /proc and sends SIGINT: run it on Linux.";
    }

    /// <summary>Makes an empty data folder; the caller deletes it.</summary>
    public static string MakeDataFolder()
    {
        var data = Directory.CreateTempSubdirectory("kolaybase-bench-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // Started as root, PostgreSQL runs as another user, who must get through.
            File.SetUnixFileMode(data, (UnixFileMode)Convert.ToInt32("711", 8));
        }

        return data;
    }
}
