using Kolaybase.Api.Tables.Catalog;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>What makes a column unique by itself.</summary>
internal static class UniqueConstraints
{
    private const string LookUp = """
        select quote_ident(n.nspname) || '.' || quote_ident(i.relname), quote_ident(k.conname)
        from pg_index x
        join pg_class i on i.oid = x.indexrelid
        join pg_namespace n on n.oid = i.relnamespace
        left join pg_constraint k on k.conindid = x.indexrelid and k.conrelid = x.indrelid and k.contype = 'u'
        where x.indrelid = $1 and x.indisunique and not x.indisprimary and x.indnkeyatts = 1 and x.indkey[0] = $2 and x.indpred is null
        """;

    /// <summary>Statements that drop the constraints and indexes that stand on the column alone.</summary>
    public static async Task<IReadOnlyList<string>> DropsAsync(OwnerSession session, TableShape table, ColumnShape column, CancellationToken cancellationToken)
    {
        await using var reader = await session.QueryAsync(DatabaseSession.Command(LookUp, DatabaseSession.Oid(table.Oid), column.Number), cancellationToken);
        var statements = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            statements.Add(reader.IsDBNull(1)
                ? $"DROP INDEX {reader.GetString(0)}"
                : $"ALTER TABLE {table.Name.Sql} DROP CONSTRAINT {reader.GetString(1)}");
        }

        return statements;
    }
}
