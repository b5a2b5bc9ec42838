using Kolaybase.Bench.Harness;
using Npgsql;

namespace Kolaybase.Bench.Foundation;

/// <summary>CREATE DATABASE by itself, on the stack's own server: the floor under provisioning.</summary>
internal static class BareDatabase
{
    /// <summary>Creates and drops one database; milliseconds of the creation alone.</summary>
    public static async Task<double> CreateAsync(string data, int number)
    {
        await using var source = NpgsqlDataSource.Create(StackDatabase.Superuser(data, "postgres"));
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
