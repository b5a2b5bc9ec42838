using System.Globalization;
using System.Text.Json.Nodes;

namespace Kolaybase.Bench.Foundation;

/// <summary><c>POST /api/projects</c> to <c>ACTIVE</c>, one at a time. Aim: p50 500 ms. Its peer in the same run is the bare CREATE DATABASE that it can't do without.</summary>
internal static class ProvisionBench
{
    public static async Task RunAsync(StackProcess stack, string data, int projects)
    {
        var token = await SignUpAsync(stack);
        var clock = TimeProvider.System;
        _ = await CreateAsync(stack, token, "warm-up");
        var http = new List<double>();
        var bare = new List<double>();
        for (var i = 0; i < projects; i++)
        {
            var started = clock.GetTimestamp();
            var project = await CreateAsync(stack, token, $"bench {i}");
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

    internal static async Task<string> SignUpAsync(StackProcess stack)
    {
        var session = await stack.SendAsync(HttpMethod.Post, "/api/auth/signup", new { email = $"bench-{Guid.CreateVersion7():N}@example.com", password = "a long enough pass phrase" });
        return (string)session["accessToken"]!;
    }

    internal static Task<JsonNode> CreateAsync(StackProcess stack, string token, string name) =>
        stack.SendAsync(HttpMethod.Post, "/api/projects", new { name }, ("Authorization", $"Bearer {token}"));
}
