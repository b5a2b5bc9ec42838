using Kolaybase.Bench.DataApi.Cases;
using Kolaybase.Bench.DataApi.Load;
using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.DataApi.Peer;

/// <summary>Measures the peer and us in turns on the cases that it has.</summary>
internal static class PeerBench
{
    /// <summary>We are to be so many times as fast.</summary>
    private const double Aim = 5;

    private static readonly (string Name, string Value)[] s_headers = [("Content-Type", "application/json")];

    /// <summary>Measures and prints.</summary>
    /// <returns>Whether the aim was reached, or the peer could not be had.</returns>
    public static async Task<bool> RunAsync(Session session, IReadOnlyList<BenchCase> cases, Options options)
    {
        var (peer, reason) = await PostGraphile.StartAsync(session.Logins.Authenticator);
        if (peer is null)
        {
            Console.WriteLine($"peer: PostGraphile skipped: {reason}");
            return true;
        }

        await using var running = peer;
        Console.WriteLine($"{"peer",-12}{"ours req/s",12}{"PostGraphile",14}{"times",8}{"aim",6}{"its p50",10}{"its p99",10}   CPU µs a request: PostGraphile, PostgreSQL, wrk");
        var reached = true;
        var cursor = (string)(await peer.AskAsync(PostGraphile.Body(PeerQuery.FirstCursor)))["allItems"]!["edges"]![0]!["cursor"]!;
        foreach (var one in cases)
        {
            if (one.Peer is not { } query)
            {
                continue;
            }

            _ = await peer.AskAsync(query.Body(CaseBench.ProbeKey, cursor));
            var rounds = new List<(LoadResult Ours, LoadResult Its)>();
            for (var i = 0; i < options.Rounds; i++)
            {
                var plan = Path.Combine(session.Folder, "peer.lua");
                Wrk.Plan(plan, s_headers, one.Keys, key => ("POST", PostGraphile.Path, query.Body(key, cursor)));
                rounds.Add((await session.WrkAsync(one, options), await Wrk.RunAsync(peer.Url, plan, options, new CpuClock(peer.Id, StackDatabase.ProcessId(session.Data)))));
            }

            double Median(Func<(LoadResult Ours, LoadResult Its), double> of) => Figures.Quantile(rounds.Select(of), 0.5);
            var times = Median(r => r.Ours.Rate / r.Its.Rate);
            reached &= times >= Aim;
            Console.WriteLine(
                $"{one.Name,-12}{Median(r => r.Ours.Rate),12:F0}{Median(r => r.Its.Rate),14:F0}{times,8:F1}{Aim,6:F1}{Median(r => r.Its.P50),10:F2}{Median(r => r.Its.P99),10:F2}"
                + $"   {Median(r => r.Its.Cpu.Server):F0}, {Median(r => r.Its.Cpu.Postgres):F0}, {Median(r => r.Its.Cpu.Tool):F0}{(times < Aim ? "  MISSED" : "")}");
        }

        return reached;
    }
}
