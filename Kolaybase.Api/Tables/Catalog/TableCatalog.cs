using Npgsql;

namespace Kolaybase.Api.Tables.Catalog;

/// <summary>Reads tables from the database's catalogue. Nothing is kept: a call that starts after a schema change sees it.</summary>
internal static class TableCatalog
{
    /// <summary>Condition on <c>pg_class c</c> in <c>pg_namespace n</c>: the role may use it in some way, or everything is to be seen (<c>$1</c>).</summary>
    public const string Visible = """
        ($1 or has_schema_privilege(n.oid, 'USAGE')
               and (has_table_privilege(c.oid, 'DELETE') or has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE')))
        """;

    // Functions of the catalogue look at its newest state, the statement at its own snapshot: of a column
    // that was just dropped, has_column_privilege() says null.
    private const string ShapeSql = $"""
        select c.oid, c.relkind, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
               not (a.attnotnull or t.typtype = 'd' and t.typnotnull),
               pg_get_expr(d.adbin, d.adrelid),
               coalesce(array_position(k.conkey, a.attnum), 0),
               exists (select from pg_index i
                       where i.indrelid = c.oid and i.indisunique and not i.indisprimary and i.indisvalid
                         and i.indnkeyatts = 1 and i.indkey[0] = a.attnum and i.indpred is null),
               a.attidentity, a.attgenerated <> '', col_description(c.oid, a.attnum),
               coalesce(has_column_privilege(c.oid, a.attnum, 'SELECT'), false)
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_type t on t.oid = a.atttypid
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
        where n.nspname = $2::name and c.relname = $3::name and c.relkind in ('r', 'p', 'v', 'm', 'f') and {Visible}
        order by a.attnum
        """;

    private const string NamesSql = $"""
        select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = $2::name and c.relkind in ('r', 'p', 'v', 'm', 'f') and {Visible}
        """;

    private const string SchemasSql = """
        select n.nspname::text from pg_namespace n
        where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'auth', 'kolaybase') and ($1 or has_schema_privilege(n.oid, 'USAGE'))
        """;

    /// <summary>The table of that name.</summary>
    /// <exception cref="Http.ApiException">With <paramref name="status"/> (400 where a body names the table) and the nearest name as a hint; the same for a table that the role may not use at all.</exception>
    public static async Task<TableShape> RequireAsync(DatabaseSession session, TableName name, CancellationToken cancellationToken, int status = StatusCodes.Status404NotFound) =>
        await FindAsync(session, name, cancellationToken) ?? throw await NotFoundAsync(session, name, status, cancellationToken);

    /// <summary>The schemas that the session may see.</summary>
    public static Task<List<string>> SchemasAsync(DatabaseSession session, CancellationToken cancellationToken) =>
        session.ColumnAsync<string>(DatabaseSession.Command(SchemasSql, session.SeesEverything), cancellationToken);

    private static async Task<TableShape?> FindAsync(DatabaseSession session, TableName name, CancellationToken cancellationToken)
    {
        await using var reader = await session.QueryAsync(DatabaseSession.Command(ShapeSql, session.SeesEverything, name.Schema, name.Name), cancellationToken);
        var columns = new List<ColumnShape>();
        TableShape? shape = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            shape ??= new(reader.GetFieldValue<uint>(0), name, reader.GetChar(1), []);
            if (!await reader.IsDBNullAsync(2, cancellationToken))
            {
                columns.Add(ReadColumn(reader));
            }
        }

        return shape is null ? null : new TableShape(shape.Oid, name, shape.Kind, columns);
    }

    private static async Task<Http.ApiException> NotFoundAsync(DatabaseSession session, TableName name, int status, CancellationToken cancellationToken)
    {
        var schemas = await SchemasAsync(session, cancellationToken);
        if (!schemas.Contains(name.Schema))
        {
            return TableErrors.SchemaNotFound(name.Schema, NearestName.Of(name.Schema, schemas), status);
        }

        var names = await session.ColumnAsync<string>(DatabaseSession.Command(NamesSql, session.SeesEverything, name.Schema), cancellationToken);
        return TableErrors.TableNotFound(name, NearestName.Of(name.Name, names), status);
    }

    private static ColumnShape ReadColumn(NpgsqlDataReader reader) => new(
        reader.GetInt16(2),
        reader.GetString(3),
        reader.GetString(4),
        reader.GetBoolean(5),
        reader.IsDBNull(6) ? null : reader.GetString(6),
        reader.GetInt32(7),
        reader.GetBoolean(8),
        reader.GetChar(9),
        reader.GetBoolean(10),
        reader.IsDBNull(11) ? null : reader.GetString(11),
        reader.GetBoolean(12));
}
