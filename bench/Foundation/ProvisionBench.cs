using System.Globalization;
using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.Foundation;

/// <summary><c>POST /api/projects</c> to <c>ACTIVE</c>, one at a time. Aim: p50 500 ms. Its peer in the same run is the bare CREATE DATABASE that it can't do without.</summary>
internal static class ProvisionBench
{
    public static async Task RunAsync(StackProcess stack, string data, int projects)
    {
        var token = await stack.SignUpAsync();
        var clock = TimeProvider.System;
        _ = await stack.CreateProjectAsync(token, "warm-up");
        var http = new List<double>();
        var bare = new List<double>();
        for (var i = 0; i < projects; i++)
        {
            var started = clock.GetTimestamp();
            var project = await stack.CreateProjectAsync(token, $"bench {i}");
            http.Add(clock.GetElapsedTime(started).TotalMilliseconds);
            if ((string?)project["status"] != "ACTIVE")
            {
                throw new InvalidOperationException($"Project {i} came back {project["status"]}.");
            }

            bare.Add(await BareDatabase.CreateAsync(data, i));
        }

        Console.WriteLine($"POST /projects to ACTIVE, {projects} times: {Figures.Describe(http, "ms")} (aim p50 500 ms)");
        Console.WriteLine($"CREATE DATABASE alone, same server, same minutes: {Figures.Describe(bare, "ms")}");
        Console.WriteLine($"ratio of the medians: {(Figures.Quantile(http, 0.5) / Figures.Quantile(bare, 0.5)).ToString("F2", CultureInfo.InvariantCulture)}");
    }
}
