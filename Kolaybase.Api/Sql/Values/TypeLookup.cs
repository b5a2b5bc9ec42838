using Npgsql;
using NpgsqlTypes;

namespace Kolaybase.Api.Sql.Values;

/// <summary>
/// Asks the session's own catalogue about types: the very transaction may have made them. Names are qualified, so that the text before can't have changed what they mean;
/// whoever runs the session is all that it runs as.
/// </summary>
internal static class TypeLookup
{
    /// <summary>Deepest nesting of types that is followed; what is deeper is shown as text.</summary>
    private const int MaxDepth = 16;

    private const string Query = """
        with recursive needed (oid) as (
            select pg_catalog.unnest($1)
            union
            select part.oid
            from needed
            join pg_catalog.pg_type t on t.oid operator(pg_catalog.=) needed.oid
            cross join lateral (
                select t.typelem where t.typelem operator(pg_catalog.<>) 0 and t.typlen operator(pg_catalog.=) -1
                union all
                select t.typbasetype where t.typtype operator(pg_catalog.=) 'd'
                union all
                select a.atttypid from pg_catalog.pg_attribute a
                where t.typtype operator(pg_catalog.=) 'c' and a.attrelid operator(pg_catalog.=) t.typrelid
                    and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped
            ) part (oid)
        )
        select t.oid, pg_catalog.format_type(t.oid, null),
            case when t.typlen operator(pg_catalog.=) -1 then t.typelem else 0 end,
            t.typbasetype, t.typdelim::pg_catalog.text,
            array(select a.attname::pg_catalog.text from pg_catalog.pg_attribute a
                  where t.typtype operator(pg_catalog.=) 'c' and a.attrelid operator(pg_catalog.=) t.typrelid
                      and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped order by a.attnum),
            array(select a.atttypid from pg_catalog.pg_attribute a
                  where t.typtype operator(pg_catalog.=) 'c' and a.attrelid operator(pg_catalog.=) t.typrelid
                      and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped order by a.attnum)
        from needed join pg_catalog.pg_type t on t.oid operator(pg_catalog.=) needed.oid
        """;

    /// <summary>The types of a result set's columns.</summary>
    public static async Task<IReadOnlyList<TypeInfo>> FindAsync(NpgsqlConnection connection, IReadOnlyList<uint> oids, CancellationToken cancellationToken)
    {
        if (oids.All(oid => BuiltInTypes.Find(oid) is not null))
        {
            return [.. oids.Select(oid => BuiltInTypes.Find(oid)!)];
        }

        // One form for each type and depth: types of types would be as many as they have paths.
        var forms = new Dictionary<(uint, int), ValueForm>();
        var rows = await ReadAsync(connection, [.. oids.Where(oid => BuiltInTypes.Find(oid) is null).Distinct()], cancellationToken);
        return [.. oids.Select(oid => BuiltInTypes.Find(oid) ?? (rows.TryGetValue(oid, out var row) ? new TypeInfo(row.Name, Form(oid, rows, forms, MaxDepth)) : TypeInfo.Unknown))];
    }

    private static async Task<Dictionary<uint, TypeRow>> ReadAsync(NpgsqlConnection connection, uint[] oids, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Query, connection) { Parameters = { new() { Value = oids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new Dictionary<uint, TypeRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows[reader.GetFieldValue<uint>(0)] = new(
                reader.GetString(1), reader.GetFieldValue<uint>(2), reader.GetFieldValue<uint>(3), reader.GetString(4)[0], reader.GetFieldValue<string[]>(5), reader.GetFieldValue<uint[]>(6));
        }

        return rows;
    }

    private static ValueForm Form(uint oid, Dictionary<uint, TypeRow> rows, Dictionary<(uint, int), ValueForm> forms, int depth)
    {
        if (BuiltInTypes.Find(oid) is { } known)
        {
            return known.Form;
        }

        if (forms.TryGetValue((oid, depth), out var made))
        {
            return made;
        }

        if (depth == 0 || !rows.TryGetValue(oid, out var type))
        {
            return ValueForm.Default;
        }

        return forms[(oid, depth)] = type switch
        {
            { Base: not 0 } => Form(type.Base, rows, forms, depth - 1),
            { Element: not 0 } => new ValueForm.Array(Form(type.Element, rows, forms, depth - 1), (byte)Delimiter(type.Element, rows)),
            { FieldNames.Length: > 0 } => new ValueForm.Composite([.. type.FieldNames.Zip(type.FieldTypes, (name, field) => (name, Form(field, rows, forms, depth - 1)))]),
            _ => ValueForm.Default,
        };
    }

    private static char Delimiter(uint element, Dictionary<uint, TypeRow> rows) => rows.TryGetValue(element, out var type) ? type.Delimiter : ',';
}
