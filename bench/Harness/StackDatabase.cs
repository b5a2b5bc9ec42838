using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;

namespace Kolaybase.Bench.Harness;

/// <summary>The PostgreSQL server of an embedded stack, as its data folder tells of it.</summary>
internal static class StackDatabase
{
    /// <summary>How the superuser connects to a database of it.</summary>
    public static NpgsqlConnectionStringBuilder Superuser(string data, string database) => new()
    {
        Host = "127.0.0.1",
        Port = int.Parse(PidFile(data)[3], CultureInfo.InvariantCulture),
        Database = database,
        Username = "postgres",
        Password = Secret(data, "postgresSuperuser"),
        // The stack is stopped and started in between.
        Pooling = false,
    };

    /// <summary>Id of its first process.</summary>
    public static int ProcessId(string data) => int.Parse(PidFile(data)[0], CultureInfo.InvariantCulture);

    /// <summary>A secret of the stack.</summary>
    public static string Secret(string data, string name) => (string)JsonNode.Parse(File.ReadAllText(Path.Combine(data, "secrets.json")))![name]!;

    // Line 1 of postmaster.pid is the process, line 4 the port (PostgreSQL sources, src/include/utils/pidfile.h).
    private static string[] PidFile(string data) => File.ReadAllLines(Path.Combine(data, "postgres", "postmaster.pid"));
}
