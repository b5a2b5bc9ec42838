using Kolaybase.Bench.DataApi.Cases;
using Kolaybase.Bench.DataApi.Load;
using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.DataApi.Bare;

/// <summary>Where a request's time goes: what Kestrel alone takes, what our pipeline adds, what the batch adds by itself.</summary>
internal static class BareBench
{
    private static readonly (string Name, string Value)[] s_noHeaders = [];

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync(Session session, IReadOnlyList<BenchCase> cases, Options options)
    {
        var plans = new Dictionary<string, BareServer.Plan>();
        foreach (var one in cases.Where(c => c.Method == "GET"))
        {
            if (await session.TryAsync(one, CaseBench.ProbeKey) is null)
            {
                plans[one.Name] = new(await session.CaptureAsync(one, CaseBench.ProbeKey), $"{CaseBench.ProbeKey}");
            }
        }

        await using var bare = await BareProcess.StartAsync(session.Logins.Authenticator, session.Folder, plans);
        Console.WriteLine($"{"where the time goes",-34}{"req/s",10}{"p50 ms",9}{"p99 ms",9}   CPU µs a request: server, PostgreSQL, wrk");
        await LineAsync("Kestrel that says hello", () => PathAsync("/hello", 0));
        await LineAsync("our API without the database", () => session.WrkAsync(AllCases.WithoutDatabase, options));
        foreach (var (name, _) in plans)
        {
            var one = cases.First(c => c.Name == name);
            await LineAsync($"Kestrel and the batch, {name}", () => PathAsync($"/{name}", one.Keys));
            await LineAsync($"our API, {name}", () => session.WrkAsync(one, options));
        }

        async Task<LoadResult> PathAsync(string path, long keys)
        {
            var plan = Path.Combine(session.Folder, "bare.lua");
            Wrk.Plan(plan, s_noHeaders, keys, key => ("GET", $"{path}?{key}", null));
            return await Wrk.RunAsync(bare.Url, plan, options, new CpuClock(bare.Id, StackDatabase.ProcessId(session.Data)));
        }

        async Task LineAsync(string name, Func<Task<LoadResult>> run)
        {
            var results = new List<LoadResult>();
            for (var i = 0; i < options.Rounds; i++)
            {
                results.Add(await run());
            }

            double Median(Func<LoadResult, double> of) => Figures.Quantile(results.Select(of), 0.5);
            Console.WriteLine($"{name,-34}{Median(r => r.Rate),10:F0}{Median(r => r.P50),9:F2}{Median(r => r.P99),9:F2}   {Median(r => r.Cpu.Server):F0}, {Median(r => r.Cpu.Postgres):F0}, {Median(r => r.Cpu.Tool):F0}");
        }
    }
}
