using System.Collections.Immutable;
using System.Globalization;
using Npgsql;

namespace Kolaybase.Api.Rest.Schema;

/// <summary>Reads a database's catalogue in one round trip.</summary>
internal static class SchemaLoader
{
    /// <summary>Longest that it may take, in milliseconds: a catalogue of thousands of tables takes tenths of a second.</summary>
    private const int Milliseconds = 15_000;

    // Under an empty search path format_type qualifies every type that is not PostgreSQL's own, so that the
    // text means the same type whatever the path of the statement it is used in.
    private const string Settings = "SELECT pg_catalog.set_config('search_path', '', true), pg_catalog.set_config('statement_timeout', $1, true)";

    private const string VersionSql = "SELECT kolaybase.current_schema_version()";

    private const string Catalogue = """
        SELECT n.nspname, c.relname, c.relkind::text, a.attname, a.atttypid, pg_catalog.format_type(a.atttypid, a.atttypmod),
               a.attnotnull, a.atthasdef, a.attidentity::text, a.attgenerated::text, pg_catalog.array_position(i.indkey::pg_catalog.int2[], a.attnum),
               CASE WHEN c.relkind IN ('r', 'p') THEN 28 ELSE pg_catalog.pg_relation_is_updatable(c.oid, true) END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisprimary
        WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        ORDER BY c.oid, a.attnum
        """;

    /// <summary>Reads the relations of some schemas. The version is read first: DDL that commits in between makes the snapshot look older than it is, which costs one reload, and never newer.</summary>
    public static async Task<SchemaSnapshot> LoadAsync(NpgsqlConnection connection, string[] schemas, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Settings) { Parameters = { new() { Value = Milliseconds.ToString(CultureInfo.InvariantCulture) } } },
                new(VersionSql),
                new(Catalogue) { Parameters = { new() { Value = schemas } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var version = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        return new(version, await ReadRelationsAsync(reader, cancellationToken));
    }

    /// <summary>The version alone.</summary>
    public static async Task<long> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(VersionSql, connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<List<Relation>> ReadRelationsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var relations = new List<Relation>();
        var columns = ImmutableArray.CreateBuilder<Column>();
        var key = new SortedList<int, string>();
        (string Schema, string Name, RelationKind Kind, Writes Writes)? current = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var next = (reader.GetString(0), reader.GetString(1), Kind(reader.GetString(2)), (Writes)reader.GetInt32(11) & Writes.All);
            if (current != next)
            {
                Finish();
                current = next;
            }

            if (!reader.IsDBNull(3))
            {
                columns.Add(ReadColumn(reader));
                if (!reader.IsDBNull(10))
                {
                    key.Add(reader.GetInt32(10), reader.GetString(3));
                }
            }
        }

        Finish();
        return relations;

        void Finish()
        {
            if (current is { } done)
            {
                relations.Add(new(done.Schema, done.Name, done.Kind, columns.ToImmutable(), [.. key.Values], done.Writes));
            }

            columns.Clear();
            key.Clear();
        }
    }

    private static Column ReadColumn(NpgsqlDataReader reader)
    {
        var generation = (reader.GetString(8), reader.GetString(9)) switch
        {
            ("a", _) => ColumnGeneration.IdentityAlways,
            ("d", _) => ColumnGeneration.IdentityByDefault,
            (_, not "") => ColumnGeneration.Generated,
            _ => ColumnGeneration.None,
        };
        var hasDefault = reader.GetBoolean(7) || generation != ColumnGeneration.None;
        return new(reader.GetString(3), new(reader.GetFieldValue<uint>(4), reader.GetString(5)), !reader.GetBoolean(6), hasDefault, generation);
    }

    private static RelationKind Kind(string relkind) => relkind switch
    {
        "v" => RelationKind.View,
        "m" => RelationKind.MaterializedView,
        "f" => RelationKind.ForeignTable,
        _ => RelationKind.Table,
    };
}
