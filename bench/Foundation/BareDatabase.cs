using System.Text.Json.Nodes;
using Npgsql;

namespace Kolaybase.Bench.Foundation;

/// <summary>CREATE DATABASE by itself, on the stack's own server: the floor under provisioning.</summary>
internal static class BareDatabase
{
    /// <summary>Creates and drops one database; milliseconds of the creation alone.</summary>
    public static async Task<double> CreateAsync(string data, int number)
    {
        var secrets = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(data, "secrets.json")))!;
        // Line 4 of postmaster.pid is the port (PostgreSQL sources, src/include/utils/pidfile.h).
        var port = (await File.ReadAllLinesAsync(Path.Combine(data, "postgres", "postmaster.pid")))[3];
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Database=postgres;Username=postgres;Password={secrets["postgresSuperuser"]}");
        await using var connection = await source.OpenConnectionAsync();
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        await ExecuteAsync(connection, $"CREATE DATABASE bench_bare_{number}");
        var elapsed = clock.GetElapsedTime(started).TotalMilliseconds;
        await ExecuteAsync(connection, $"DROP DATABASE bench_bare_{number}");
        return elapsed;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
