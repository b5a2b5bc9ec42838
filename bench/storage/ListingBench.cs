using Kolaybase.Bench.Harness;
using Npgsql;

namespace Kolaybase.Bench.Storage;

/// <summary>Pages of a bucket with a million objects: at its beginning, in the middle and at its end, flat and by folder.</summary>
internal static class ListingBench
{
    private const int Objects = 1_000_000;

    public static async Task RunAsync(StackProcess stack, string data, string storage, string key, string owner, string projectId)
    {
        var connect = await stack.SendAsync(HttpMethod.Get, $"/api/projects/{projectId}/connect", null, ("Authorization", $"Bearer {owner}"));
        var database = (string)connect["database"]!["name"]!;
        await stack.SendAsync(HttpMethod.Post, $"{storage}/buckets", new { name = "million" }, ("apikey", key));
        await using (var connection = new NpgsqlConnection(StackDatabase.Superuser(data, database).ConnectionString + ";Command Timeout=600"))
        {
            await connection.OpenAsync();
            await using var insert = new NpgsqlCommand(
                $"insert into storage.objects (bucket_id, name, version) select 'million', 'folder-' || lpad((i / 1000)::text, 4, '0') || '/' || lpad(i::text, 8, '0'), gen_random_uuid() from generate_series(0, {Objects - 1}) i; analyze storage.objects", connection);
            await insert.ExecuteNonQueryAsync();
        }

        foreach (var (name, delimiter, cursors) in new (string, string, (string, string?)[])[]
        {
            ("objects", "", [("first", null), ("middle", "ofolder-0500/00500000"), ("last", "ofolder-0999/00999899")]),
            ("folders", "&delimiter=/", [("first", null), ("middle", "ffolder-0500/"), ("last", "ffolder-0899/")]),
        })
        {
            foreach (var (where, cursor) in cursors)
            {
                var path = $"{storage}/buckets/million/objects?limit=100{delimiter}{(cursor is null ? "" : "&cursor=" + Base64Url(cursor))}";
                var times = new List<double>();
                for (var i = 0; i < 60; i++)
                {
                    var started = TimeProvider.System.GetTimestamp();
                    await stack.SendAsync(HttpMethod.Get, path, null, ("apikey", key));
                    times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
                }

                Console.WriteLine($"{where} page of 100 {name} among {Objects:N0} objects: {Figures.Describe(times.Skip(10).ToList(), "ms")}");
            }
        }
    }

    private static string Base64Url(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
