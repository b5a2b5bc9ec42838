using System.Globalization;
using Kolaybase.Api.Rest.Schema.Catalogue;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Api.Rest.Schema;

/// <summary>Reads a database's catalogue in one round trip.</summary>
internal static class SchemaLoader
{
    /// <summary>Longest that one of its statements may take, in milliseconds: a catalogue of thousands of tables takes tenths of a second.</summary>
    private const int StatementMilliseconds = 10_000;

    /// <summary>Longest wait for a lock, in milliseconds: a view that a migration holds is no reason to keep a place of others for long.</summary>
    private const int LockMilliseconds = 2_000;

    // With nothing but pg_catalog in the path, format_type and pg_get_expr qualify every name that is not PostgreSQL's
    // own, so that the text means the same whatever the path of the statement it is used in.
    private const string Settings = """
        SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true),
               pg_catalog.set_config('statement_timeout', $1, true), pg_catalog.set_config('lock_timeout', $2, true)
        """;

    private const string VersionSql = "SELECT kolaybase.current_schema_version()";

    private const string FirstSql = """
        SELECT kolaybase.current_schema_version(), NOT EXISTS (SELECT FROM pg_catalog.pg_event_trigger WHERE evtname = 'kolaybase_ddl_command_end'),
               pg_catalog.to_regprocedure('kolaybase.reset_session()') IS NOT NULL
        """;

    /// <summary>In an order in which each finds what it rests on.</summary>
    private static readonly CatalogueQuery[] Queries =
    [
        DomainsQuery.Query,
        RepresentationsQuery.Query,
        RelationsQuery.Query,
        ColumnsQuery.Query,
        ConstraintsQuery.Query,
        ViewsQuery.Query,
        RoutineTypesQuery.Query,
        CompositesQuery.Query,
        RoutinesQuery.Query,
        MediaHandlersQuery.Query,
        ResponseSettingsQuery.Query,
    ];

    /// <summary>Reads what requests may name. The version is read first: DDL that commits in between makes the snapshot look older than it is, which costs one reload, and never newer.</summary>
    /// <param name="connection">A connection of the project's authenticator.</param>
    /// <param name="schemas">The exposed schemas.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<SchemaSnapshot> LoadAsync(NpgsqlConnection connection, string[] schemas, CancellationToken cancellationToken)
    {
        await SessionReset.RunAsync(connection, cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(Settings) { Parameters = { Milliseconds(StatementMilliseconds), Milliseconds(LockMilliseconds) } });
        batch.BatchCommands.Add(new(FirstSql));
        foreach (var query in Queries)
        {
            batch.BatchCommands.Add(new(query.Sql) { Parameters = { new() { Value = schemas } } });
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var facts = new CatalogueFacts(reader.GetInt64(0), reader.GetBoolean(1), reader.GetBoolean(2));
        foreach (var query in Queries)
        {
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                query.ReadRow(reader, facts);
            }
        }

        return SnapshotAssembly.Assemble(facts);
    }

    /// <summary>The version alone.</summary>
    public static async Task<long> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await SessionReset.RunAsync(connection, cancellationToken);
        await using var command = new NpgsqlCommand(VersionSql, connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static NpgsqlParameter Milliseconds(int value) => new() { Value = value.ToString(CultureInfo.InvariantCulture) };
}
