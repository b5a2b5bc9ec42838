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
        Console.WriteLine($"{"case",-12}{"HTTP req/s",12}{"same",10}{"ratio",7}{"json_agg",10}{"ratio",7}{"aim",6}{"p50 ms",8}{"p99 ms",8}{"p99/p50",9}   CPU µs a request: API, PostgreSQL, wrk | same: PostgreSQL, pgbench | json_agg");
        var reached = true;
        foreach (var one in cases)
        {
            if (await session.TryAsync(one, ProbeKey) is { } refusal)
            {
                Console.WriteLine($"{one.Name,-12}refused: {refusal}");
                continue;
            }

            var statements = await session.CaptureAsync(one, ProbeKey);
            var warm = await WarmUp.RunAsync(session, one, options);
            var rounds = new List<Round>();
            for (var i = 0; i < options.Rounds; i++)
            {
                rounds.Add(await RoundAsync(session, one, statements, options));
            }

            reached &= Print(one, rounds, warm);
        }

        return reached;
    }

    private static async Task<Round> RoundAsync(Session session, BenchCase one, IReadOnlyList<CapturedStatement> statements, Options options)
    {
        await session.EmptyAsync(one);
        var http = await session.WrkAsync(one, options);
        await session.EmptyAsync(one);
        var bare = await session.Pgbench.RunAsync(statements, one.Keys == 0 ? 0 : ProbeKey, one.Keys, options, session.Cpu);
        // A read that the database itself makes JSON of: what the answer costs where no server stands before it.
        var json = one.Method == "GET"
            ? await session.Pgbench.RunAsync([.. statements.SkipLast(1), statements[^1].AsJson()], one.Keys == 0 ? 0 : ProbeKey, one.Keys, options, session.Cpu)
            : bare;
        return new(http, bare, json);
    }

    private static bool Print(BenchCase one, List<Round> rounds, int warm)
    {
        double Median(Func<Round, double> of) => Figures.Quantile(rounds.Select(of), 0.5);
        var ratio = Median(r => r.Http.Rate / r.Json.Rate);
        var spread = Median(r => r.Http.P99 / r.Http.P50);
        var (missedRatio, missedSpread) = (ratio < one.Aim, spread > Spread);
        Console.WriteLine(
            $"{one.Name,-12}{Median(r => r.Http.Rate),12:F0}{Median(r => r.Bare.Rate),10:F0}{Median(r => r.Http.Rate / r.Bare.Rate),7:F2}{Median(r => r.Json.Rate),10:F0}{ratio,7:F2}{one.Aim,6:F2}"
            + $"{Median(r => r.Http.P50),8:F2}{Median(r => r.Http.P99),8:F2}{spread,9:F1}"
            + $"   {Median(r => r.Http.Cpu.Server):F0}, {Median(r => r.Http.Cpu.Postgres):F0}, {Median(r => r.Http.Cpu.Tool):F0} | {Median(r => r.Bare.Cpu.Postgres):F0}, {Median(r => r.Bare.Cpu.Tool):F0}"
            + $" | {Median(r => r.Json.Cpu.Postgres):F0}, {Median(r => r.Json.Cpu.Tool):F0}; warm after {warm} s"
            + (missedRatio ? "  MISSED ratio" : "") + (missedSpread ? "  MISSED p99" : ""));
        return !missedRatio && !missedSpread;
    }

    /// <summary>What one round measured.</summary>
    /// <param name="Http">Our API.</param>
    /// <param name="Bare">pgbench with the same statements.</param>
    /// <param name="Json">pgbench with the same statements whose rows become JSON in the database; for writes the same as <paramref name="Bare"/>.</param>
    private sealed record Round(LoadResult Http, LoadResult Bare, LoadResult Json);
}
