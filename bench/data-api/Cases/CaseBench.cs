using Kolaybase.Bench.DataApi.Capture;
using Kolaybase.Bench.DataApi.Load;
using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.DataApi.Cases;

/// <summary>Measures the cases: HTTP and pgbench take turns, and the medians of all rounds count.</summary>
internal static class CaseBench
{
    /// <summary>p99 may be so many times p50.</summary>
    private const double Spread = 5;

    /// <summary>A key that is no other parameter's value.</summary>
    internal const long ProbeKey = 7_919;

    /// <summary>Measures and prints.</summary>
    /// <returns>Whether every aim was reached.</returns>
    public static async Task<bool> RunAsync(Session session, IReadOnlyList<BenchCase> cases, Options options)
    {
        Console.WriteLine($"{"case",-12}{"HTTP req/s",12}{"pgbench tps",12}{"ratio",8}{"aim",6}{"p50 ms",9}{"p99 ms",9}{"p99/p50",9}   CPU µs a request: API, PostgreSQL, wrk | PostgreSQL, pgbench");
        var reached = true;
        foreach (var one in cases)
        {
            if (await session.TryAsync(one, ProbeKey) is { } refusal)
            {
                Console.WriteLine($"{one.Name,-12}refused: {refusal}");
                continue;
            }

            var statements = await session.CaptureAsync(one, ProbeKey);
            await session.WrkAsync(one, options);
            var rounds = new List<(LoadResult Http, LoadResult Bare)>();
            for (var i = 0; i < options.Rounds; i++)
            {
                rounds.Add(await RoundAsync(session, one, statements, options));
            }

            reached &= Print(one, rounds);
        }

        return reached;
    }

    private static async Task<(LoadResult Http, LoadResult Bare)> RoundAsync(Session session, BenchCase one, IReadOnlyList<CapturedStatement> statements, Options options)
    {
        await session.EmptyAsync(one);
        var http = await session.WrkAsync(one, options);
        await session.EmptyAsync(one);
        var bare = await session.Pgbench.RunAsync(statements, one.Keys == 0 ? 0 : ProbeKey, one.Keys, options, session.Cpu);
        return (http, bare);
    }

    private static bool Print(BenchCase one, List<(LoadResult Http, LoadResult Bare)> rounds)
    {
        double Median(Func<(LoadResult Http, LoadResult Bare), double> of) => Figures.Quantile(rounds.Select(of), 0.5);
        var ratio = Median(r => r.Http.Rate / r.Bare.Rate);
        var spread = Median(r => r.Http.P99 / r.Http.P50);
        var (missedRatio, missedSpread) = (ratio < one.Aim, spread > Spread);
        Console.WriteLine(
            $"{one.Name,-12}{Median(r => r.Http.Rate),12:F0}{Median(r => r.Bare.Rate),12:F0}{ratio,8:F2}{one.Aim,6:F2}{Median(r => r.Http.P50),9:F2}{Median(r => r.Http.P99),9:F2}{spread,9:F1}"
            + $"   {Median(r => r.Http.Cpu.Server):F0}, {Median(r => r.Http.Cpu.Postgres):F0}, {Median(r => r.Http.Cpu.Tool):F0} | {Median(r => r.Bare.Cpu.Postgres):F0}, {Median(r => r.Bare.Cpu.Tool):F0}"
            + (missedRatio ? "  MISSED ratio" : "") + (missedSpread ? "  MISSED p99" : ""));
        return !missedRatio && !missedSpread;
    }
}
