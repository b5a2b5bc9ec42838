using System.Globalization;
using System.Text;
using Kolaybase.Bench.DataApi.Cases;

namespace Kolaybase.Bench.DataApi.Load;

/// <summary>Drives HTTP with <c>wrk</c>.</summary>
internal static class Wrk
{
    /// <summary>So many requests are made beforehand, each with a key of its own, and sent in turn.</summary>
    private const int Prepared = 4_000;

    /// <summary>Runs it.</summary>
    /// <param name="url">Scheme, host and port.</param>
    /// <param name="plan">A file that Plan has written.</param>
    /// <param name="options">Length and connections.</param>
    /// <param name="cpu">Tells processor time.</param>
    /// <exception cref="InvalidOperationException">A request failed.</exception>
    public static async Task<LoadResult> RunAsync(Uri url, string plan, Options options, CpuClock cpu)
    {
        var before = cpu.Now();
        var output = await Tool.RunAsync(
            "wrk",
            ["-t", "2", "-c", $"{options.Connections}", "-d", $"{options.Seconds}s", "--timeout", "30s", "-s", Path.Combine(AppContext.BaseDirectory, "Load", "wrk.lua"), url.ToString(), "--", plan]);
        var after = cpu.Now();
        var line = output.Split('\n').First(l => l.StartsWith("RESULT ", StringComparison.Ordinal));
        var numbers = line.Split(' ')[1..].Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        if (numbers is not [var requests, var microseconds, 0, 0, var p50, var p99] || requests == 0)
        {
            throw new InvalidOperationException($"wrk saw failures (requests, µs, refused, broken, p50, p99): {line}");
        }

        return new(requests / microseconds * 1e6, p50 / 1000, p99 / 1000, new((after.Server - before.Server) / requests, (after.Postgres - before.Postgres) / requests, (after.Children - before.Children) / requests));
    }

    /// <summary>Writes what is to be sent, as Lua.</summary>
    /// <param name="file">Where.</param>
    /// <param name="headers">Headers of every request.</param>
    /// <param name="keys">Keys run from 1 to this; 0 makes one request.</param>
    /// <param name="request">Makes a request of a key.</param>
    public static void Plan(string file, IEnumerable<(string Name, string Value)> headers, long keys, Func<long, (string Method, string Target, string? Body)> request)
    {
        var lua = new StringBuilder("return { headers = {");
        foreach (var (name, value) in headers)
        {
            lua.Append(CultureInfo.InvariantCulture, $"[ {Quote(name)} ] = {Quote(value)}, ");
        }

        lua.Append("}, requests = {\n");
        for (var i = 0; i < (keys == 0 ? 1 : Prepared); i++)
        {
            var (method, target, body) = request(keys == 0 ? 0 : Random.Shared.NextInt64(keys) + 1);
            lua.Append(CultureInfo.InvariantCulture, $"{{ {Quote(method)}, {Quote(target)}, {(body is null ? "nil" : Quote(body))} }},\n");
        }

        File.WriteAllText(file, lua.Append("} }\n").ToString());
    }

    /// <summary>Writes a case's requests.</summary>
    public static void Plan(string file, BenchCase one, BenchProject project) =>
        Plan(file, one.Headers(project), one.Keys, key => (one.Method, one.Target(key), one.Body));

    private static string Quote(string text) => $"[==[{text}]==]";
}
