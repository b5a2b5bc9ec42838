using System.Globalization;
using System.Net;
using Kolaybase.Bench.Harness;
using Npgsql;

namespace Kolaybase.Bench.Tables;

/// <summary>A project of a running stack, and how its calls are timed.</summary>
internal sealed class TablesProject
{
    private readonly StackProcess _stack;
    private readonly string _data;
    private readonly string _database;
    private readonly string _owner;

    private TablesProject(StackProcess stack, string data, string database, string owner) => (_stack, _data, _database, _owner) = (stack, data, database, owner);

    public required string Id { get; init; }

    public required string ServiceKey { get; init; }

    public required string AnonKey { get; init; }

    public static async Task<TablesProject> CreateAsync(StackProcess stack, string data)
    {
        var token = await stack.SignUpAsync();
        var project = await stack.CreateProjectAsync(token, "tables");
        var connect = await stack.SendAsync(HttpMethod.Get, $"/api/projects/{project["id"]}/connect", null, ("Authorization", $"Bearer {token}"));
        return new(stack, data, (string)connect["database"]!["name"]!, (string)connect["database"]!["user"]!)
        {
            Id = (string)project["id"]!,
            ServiceKey = (string)project["serviceKey"]!,
            AnonKey = (string)project["anonKey"]!,
        };
    }

    /// <summary>Runs SQL as the project's owner, without its limits of time.</summary>
    public async Task SqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(StackDatabase.Superuser(_data, _database).ConnectionString);
        await connection.OpenAsync();
        foreach (var statement in new[] { $"set role {_owner}", "set search_path = public", sql })
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Times a call and prints a line about it.</summary>
    public async Task TimeAsync(string name, string path, string key, int runs, int warmUps = 2)
    {
        var samples = new List<double>();
        var (bytes, status) = (0, default(HttpStatusCode));
        for (var i = -warmUps; i < runs; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/projects/{Id}/tables{path}");
            request.Headers.TryAddWithoutValidation("apikey", key);
            var started = TimeProvider.System.GetTimestamp();
            using var answer = await _stack.Http.SendAsync(request);
            bytes = (await answer.Content.ReadAsByteArrayAsync()).Length;
            status = answer.StatusCode;
            if (i >= 0)
            {
                samples.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {(int)status}  {bytes / 1024.0,8:F1} KiB  {Figures.Describe(samples, "ms")}"));
    }
}
