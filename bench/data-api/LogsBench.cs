using Kolaybase.Bench.DataApi.Cases;
using Kolaybase.Bench.DataApi.Load;
using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.DataApi;

/// <summary>What projects' logs cost a small read: without them, as shipped (most of a flood is only counted), and with an entry for every request. Each is a process of its own on the same data; they take turns.</summary>
internal static class LogsBench
{
    private const string Setting = "Kolaybase__Logs__PerSecond";

    private static readonly (string Name, (string, string)[] Environment)[] s_variants =
    [
        ("off", [(Setting, "0")]),
        ("shipped", []),
        ("every request", [(Setting, "100000")]),
    ];

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync(Session made, string data, Options options)
    {
        var one = AllCases.List[0];
        var rounds = s_variants.ToDictionary(v => v.Name, _ => new List<LoadResult>());
        for (var i = 0; i < options.Rounds; i++)
        {
            foreach (var (name, environment) in s_variants)
            {
                await using var stack = await StackProcess.StartAsync(options.AppHost, data, environment);
                var session = await made.ReopenAsync(stack);
                var warm = await WarmUp.RunAsync(session, one, options);
                var result = await session.WrkAsync(one, options);
                Console.WriteLine($"logs {name}, round {i + 1}: {result.Rate:F0} requests/s, warm after {warm} s");
                rounds[name].Add(result);
            }
        }

        Console.WriteLine($"{"logs",-14}{"HTTP req/s",12}{"ratio",7}{"p50 ms",8}{"p99 ms",8}   CPU µs a request: API, PostgreSQL");
        foreach (var (name, _) in s_variants)
        {
            double Median(Func<LoadResult, double> of) => Figures.Quantile(rounds[name].Select(of), 0.5);
            // Each round against its neighbour: what else runs on the machine weighs on both.
            var ratio = Figures.Quantile(rounds[name].Zip(rounds["off"], (with, without) => with.Rate / without.Rate), 0.5);
            Console.WriteLine($"{name,-14}{Median(r => r.Rate),12:F0}{ratio,7:F3}{Median(r => r.P50),8:F2}{Median(r => r.P99),8:F2}   {Median(r => r.Cpu.Server):F0}, {Median(r => r.Cpu.Postgres):F0}");
        }
    }
}
