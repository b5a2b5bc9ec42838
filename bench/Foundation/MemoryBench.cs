using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.Foundation;

/// <summary>Resident memory of the process that runs API and workers: idle after a start, and under a load of reads and writes.</summary>
internal static class MemoryBench
{
    private const int Callers = 16;

    public static async Task RunAsync(StackProcess stack, TimeSpan duration)
    {
        var token = await stack.SignUpAsync();
        var project = await stack.CreateProjectAsync(token, "memory");
        var (id, anon, service) = ((string)project["id"]!, (string)project["anonKey"]!, (string)project["serviceKey"]!);
        await stack.SendAsync(HttpMethod.Post, $"/api/projects/{id}/tables", new
        {
            name = "notes",
            columns = new object[] { new { name = "id", type = "bigint", isPrimary = true, identity = true }, new { name = "body", type = "text" } },
            access = "public-read",
        }, ("apikey", service));
        var batch = Enumerable.Range(0, 1000).Select(i => new { body = $"note {i} {new string('x', 80)}" }).ToArray();
        await stack.SendAsync(HttpMethod.Post, "/api/rest/v1/notes", batch, ("apikey", service));
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        Console.WriteLine($"memory, idle (API and workers in one process): {stack.ResidentMiB():F0} MiB");

        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var peak = 0.0;
        long requests = 0, refused = 0;
        using var stop = new CancellationTokenSource(duration, clock);
        var sampler = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                peak = Math.Max(peak, stack.ResidentMiB());
                await Task.Delay(TimeSpan.FromMilliseconds(200), clock);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var request = caller == 0
                    ? new HttpRequestMessage(HttpMethod.Post, "/api/rest/v1/notes") { Content = System.Net.Http.Json.JsonContent.Create(batch.Take(10)) }
                    : new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/notes?order=id.desc&limit=100");
                request.Headers.TryAddWithoutValidation("apikey", caller == 0 ? service : anon);
                using var answer = await stack.Http.SendAsync(request);
                _ = await answer.Content.ReadAsByteArrayAsync();
                _ = answer.IsSuccessStatusCode ? Interlocked.Increment(ref requests) : Interlocked.Increment(ref refused);
            }
        }));
        await sampler;
        var rate = requests / clock.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"memory, {Callers} callers (pages of 100 rows, one of them inserting 10 rows a call) for {duration.TotalSeconds:F0} s: peak {peak:F0} MiB at {rate:F0} requests/s, {refused} refused");
    }
}
