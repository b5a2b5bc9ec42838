using System.ComponentModel;
using Kolaybase.Bench.DataApi.Cases;
using Kolaybase.Bench.DataApi.Load;

namespace Kolaybase.Bench.DataApi;

/// <summary>Loads one case and has <c>perf</c> sample the API's process; the stack must run with <see cref="Environment"/>, so that perf can name compiled methods.</summary>
internal static class Profile
{
    /// <summary>Has the runtime write the names of what it compiles where perf looks for them, and map code where perf expects it.</summary>
    public static readonly (string Name, string Value)[] Environment = [("DOTNET_PerfMapEnabled", "1"), ("DOTNET_EnableWriteXorExecute", "0")];

    /// <summary>Samples and prints the functions that took most; the samples stay in a file.</summary>
    /// <exception cref="Win32Exception">There is no perf.</exception>
    public static async Task RunAsync(Session session, BenchCase one, Options options)
    {
        // Compiled once more with what was learnt, as a server that has run for a while.
        await WarmUp.RunAsync(session, one, options);
        var file = Path.Combine(Path.GetTempPath(), $"kolaybase-{one.Name}.perf");
        var load = session.WrkAsync(one, options with { Seconds = options.Seconds + 4 });
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        await Tool.RunAsync("perf", ["record", "-F", "999", "-g", "-o", file, "-p", $"{session.Stack.Id}", "--", "sleep", $"{options.Seconds}"]);
        Console.WriteLine($"{one.Name}: {(await load).Rate:F0} requests/s; samples in {file}");
        await ReportAsync(file, "dso");
        await ReportAsync(file, "symbol");
        await ServerAsync("PostgreSQL under HTTP", file + ".http", () => session.WrkAsync(one, options with { Seconds = options.Seconds + 4 }), options);
        var statements = await session.CaptureAsync(one, CaseBench.ProbeKey);
        await ServerAsync("PostgreSQL under pgbench", file + ".pgbench", () => session.Pgbench.RunAsync(statements, one.Keys == 0 ? 0 : CaseBench.ProbeKey, one.Keys, options with { Seconds = options.Seconds + 4 }, session.Cpu), options);
    }

    /// <summary>The same statements cost the database more when it shares its cores with an HTTP server; this shows where.</summary>
    private static async Task ServerAsync(string title, string file, Func<Task<LoadResult>> run, Options options)
    {
        var load = run();
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        await Tool.RunAsync("perf", ["record", "-F", "999", "-g", "-a", "-o", file, "--", "sleep", $"{options.Seconds}"]);
        Console.WriteLine($"{title}: {(await load).Rate:F0} a second; samples in {file}");
        await ReportAsync(file, "comm");
        await ReportAsync(file, "symbol", "--comm", "postgres");
    }

    private static async Task ReportAsync(string file, string sort, params string[] filter)
    {
        var report = await Tool.RunAsync("perf", ["report", "-i", file, "--stdio", "--no-children", "-g", "none", "--percent-limit", "0.4", "--sort", sort, .. filter]);
        Console.WriteLine(string.Join('\n', report.Split('\n').Where(l => l.Length > 0 && !l.StartsWith('#')).Take(90).Select(l => l.TrimEnd(' ', '-'))));
    }
}
