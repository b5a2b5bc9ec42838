using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kolaybase.Bench.DataApi.Capture;
using Npgsql;

namespace Kolaybase.Bench.DataApi.Load;

/// <summary>
/// Runs captured statements with <c>pgbench -M prepared</c> in one pipeline, which is one implicit transaction, as the API's batch is.
/// </summary>
/// <param name="program">Path of pgbench.</param>
/// <param name="login">Who runs them.</param>
/// <param name="folder">Where scripts are written.</param>
internal sealed partial class Pgbench(string program, NpgsqlConnectionStringBuilder login, string folder)
{
    /// <summary>Longer values are read from a table: one argument of a command line holds 128 KiB.</summary>
    private const int LongestArgument = 1_000;

    /// <summary>The table of long values; it takes part in nothing that is measured.</summary>
    private const string Values = "bench.captured";

    /// <summary>Makes what <see cref="RunAsync"/> needs in the database. To be called before statements are captured, since it changes the schema.</summary>
    public static Task PrepareAsync(Logins logins) => logins.ExecuteAsync($"""
        CREATE SCHEMA bench; CREATE TABLE {Values} (name text PRIMARY KEY, value text);
        GRANT USAGE ON SCHEMA bench TO "{logins.Authenticator.Username}"; GRANT SELECT, INSERT, UPDATE ON {Values} TO "{logins.Authenticator.Username}";
        """);

    /// <summary>Runs it.</summary>
    /// <param name="statements">What to run.</param>
    /// <param name="key">The key that they were captured with: where it stands, each transaction takes one of its own. 0 means none.</param>
    /// <param name="keys">Keys run from 1 to this.</param>
    /// <param name="options">Length and connections.</param>
    /// <param name="cpu">Tells processor time.</param>
    public async Task<LoadResult> RunAsync(IReadOnlyList<CapturedStatement> statements, long key, long keys, Options options, CpuClock cpu)
    {
        var (script, definitions) = await WriteAsync(statements, key, keys);
        var file = Path.Combine(folder, "pgbench.sql");
        await File.WriteAllTextAsync(file, script);
        var before = cpu.Now();
        var output = await Tool.RunAsync(
            program,
            ["-n", "-M", "prepared", "-c", $"{options.Connections}", "-j", "2", "-T", $"{options.Seconds}", "-f", file, .. definitions, "-h", login.Host!, "-p", $"{login.Port}", "-U", login.Username!, login.Database!],
            [("PGPASSWORD", login.Password!)]);
        var after = cpu.Now();
        var tps = double.Parse(Tps().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        var done = double.Parse(Done().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        return new(tps, 0, 0, new(0, (after.Postgres - before.Postgres) / done, (after.Children - before.Children) / done));
    }

    private async Task<(string Script, List<string> Definitions)> WriteAsync(IReadOnlyList<CapturedStatement> statements, long key, long keys)
    {
        var (body, setup, definitions) = (new StringBuilder(), new StringBuilder(), new List<string>());
        for (var i = 0; i < statements.Count; i++)
        {
            var names = new List<string>();
            foreach (var (value, n) in statements[i].Parameters.Select((value, n) => (value, n)))
            {
                var name = $"s{i}p{n + 1}";
                if (value is null)
                {
                    throw new InvalidOperationException("pgbench can't send NULL: choose a case without it.");
                }

                if (key != 0 && value == key.ToString(CultureInfo.InvariantCulture))
                {
                    name = "key";
                }
                else if (value.Length <= LongestArgument)
                {
                    definitions.AddRange(["-D", $"{name}={value}"]);
                }
                else
                {
                    await StoreAsync(name, value);
                    setup.Append(CultureInfo.InvariantCulture, $"SELECT value AS {name} FROM {Values} WHERE name = '{name}' \\gset\n");
                }

                names.Add(name);
            }

            body.Append(Placeholder().Replace(statements[i].Text, match => ":" + names[int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1])).Append(";\n");
        }

        var script = new StringBuilder();
        if (setup.Length > 0)
        {
            // A client keeps its variables: it asks for them once.
            script.Append("\\if :asked = 0\n").Append(setup).Append("\\set asked 1\n\\endif\n");
            definitions.AddRange(["-D", "asked=0"]);
        }

        if (key != 0)
        {
            script.Append(CultureInfo.InvariantCulture, $"\\set key random(1, {keys})\n");
        }

        return (script.Append("\\startpipeline\n").Append(body).Append("\\endpipeline\n").ToString(), definitions);
    }

    private async Task StoreAsync(string name, string value)
    {
        await using var connection = new NpgsqlConnection(login.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"INSERT INTO {Values} VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", connection) { Parameters = { new() { Value = name }, new() { Value = value } } };
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex(@"\$([0-9]+)")]
    private static partial Regex Placeholder();

    [GeneratedRegex("tps = ([0-9.]+)")]
    private static partial Regex Tps();

    [GeneratedRegex("transactions actually processed: ([0-9]+)")]
    private static partial Regex Done();
}
