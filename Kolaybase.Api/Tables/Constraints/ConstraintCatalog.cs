using Kolaybase.Api.Tables.Catalog;

namespace Kolaybase.Api.Tables.Constraints;

/// <summary>Reads a table's constraints from the database's catalogue.</summary>
internal static class ConstraintCatalog
{
    private const string Sql = """
        select k.conname::text, k.contype,
               coalesce((select array_agg(a.attname::text order by u.place)
                         from unnest(k.conkey) with ordinality u(number, place) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number), '{}'),
               case when k.contype = 'c' then pg_get_expr(k.conbin, k.conrelid) end, k.convalidated
        from pg_constraint k
        where k.conrelid = $1 and k.contype in ('p', 'u', 'c', 'x')
        order by k.conname
        """;

    /// <summary>The constraints of a table by name.</summary>
    public static async Task<IReadOnlyList<Constraint>> ReadAsync(DatabaseSession session, TableShape table, CancellationToken cancellationToken)
    {
        await using var reader = await session.QueryAsync(DatabaseSession.Command(Sql, DatabaseSession.Oid(table.Oid)), cancellationToken);
        var constraints = new List<Constraint>();
        while (await reader.ReadAsync(cancellationToken))
        {
            constraints.Add(new Constraint(
                reader.GetString(0),
                Kind(reader.GetChar(1)),
                reader.GetFieldValue<string[]>(2),
                reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetBoolean(4)));
        }

        return constraints;
    }

    private static ConstraintKind Kind(char contype) => contype switch
    {
        'p' => ConstraintKind.Primary,
        'u' => ConstraintKind.Unique,
        'c' => ConstraintKind.Check,
        _ => ConstraintKind.Exclusion,
    };
}
