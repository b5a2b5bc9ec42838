using Npgsql;

namespace Kolaybase.Bench.DataApi.Capture;

/// <summary>
/// Sees what the API really sends: has the server log one request's statements, so that pgbench runs the same text
/// whatever the API's SQL has become.
/// </summary>
internal static class StatementLog
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>The statements that a request runs.</summary>
    /// <param name="logins">The superuser turns the log on, the authenticator's statements are kept.</param>
    /// <param name="send">Sends the request, once before the log is on and once with it.</param>
    /// <exception cref="InvalidOperationException">The log shows none.</exception>
    public static async Task<IReadOnlyList<CapturedStatement>> CaptureAsync(Logins logins, Func<Task> send)
    {
        // The first request may load the schema.
        await send();
        await using var connection = new NpgsqlConnection(logins.Superuser.ConnectionString);
        await connection.OpenAsync();
        await SetAsync(connection, "ALTER SYSTEM SET log_destination = 'stderr,jsonlog'", "ALTER SYSTEM SET log_min_duration_statement = 0");
        try
        {
            var file = await FileAsync(connection);
            var before = new FileInfo(file).Length;
            await send();
            return await ReadAsync(file, before, logins.Authenticator.Username!);
        }
        finally
        {
            await SetAsync(connection, "ALTER SYSTEM RESET log_destination", "ALTER SYSTEM RESET log_min_duration_statement");
        }
    }

    private static async Task SetAsync(NpgsqlConnection connection, params string[] commands)
    {
        foreach (var command in (string[])[.. commands, "SELECT pg_reload_conf()"])
        {
            await using var run = new NpgsqlCommand(command, connection);
            await run.ExecuteNonQueryAsync();
        }

        // Every session takes the new settings in before its next command; the postmaster passes the signal on.
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
    }

    private static async Task<string> FileAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_current_logfile('jsonlog'), current_setting('data_directory')", connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return reader.IsDBNull(0)
            ? throw new InvalidOperationException("The server writes no JSON log: PostgreSQL 15 or later is needed.")
            : Path.Combine(reader.GetString(1), reader.GetString(0));
    }

    /// <summary>The collector writes when it gets to it: what has come is whole when nothing more comes.</summary>
    private static async Task<IReadOnlyList<CapturedStatement>> ReadAsync(string file, long from, string role)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var seen = -1;
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), clock);
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            stream.Position = from;
            using var reader = new StreamReader(stream);
            var text = await reader.ReadToEndAsync();
            var statements = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => LogEntry.Read(line, role)).OfType<CapturedStatement>().ToList();
            if (statements.Count > 0 && statements.Count == seen)
            {
                return statements;
            }

            seen = statements.Count;
            if (clock.GetElapsedTime(started) > s_patience)
            {
                throw new InvalidOperationException("The log shows no statement of the request.");
            }
        }
    }
}
