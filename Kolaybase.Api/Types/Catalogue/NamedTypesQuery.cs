namespace Kolaybase.Api.Types.Catalogue;

/// <summary>Reads enumerations and composite types.</summary>
internal static class NamedTypesQuery
{
    private const string Enums = """
        select n.nspname::text, t.typname::text, coalesce(array_agg(e.enumlabel::text order by e.enumsortorder) filter (where e.oid is not null), '{}')
        from pg_type t
        join pg_namespace n on n.oid = t.typnamespace
        left join pg_enum e on e.enumtypid = t.oid
        where n.nspname = any ($1) and t.typtype = 'e'
        group by 1, 2
        order by 1, 2
        """;

    private const string Composites = """
        select n.nspname::text, t.typname::text, a.attname::text, a.atttypid
        from pg_type t
        join pg_namespace n on n.oid = t.typnamespace
        join pg_class c on c.oid = t.typrelid and c.relkind = 'c'
        left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where n.nspname = any ($1)
        order by 1, 2, a.attnum
        """;

    /// <summary>The enumerations by schema.</summary>
    public static async Task<ILookup<string, ClientEnum>> ReadEnumsAsync(CatalogueSession session, string[] schemas, CancellationToken cancellationToken)
    {
        var enums = new List<(string Schema, ClientEnum Enum)>();
        await session.ReadAsync(Enums, r => enums.Add((r.GetString(0), new(r.GetString(1), r.GetFieldValue<string[]>(2)))), cancellationToken, [schemas]);
        return enums.ToLookup(e => e.Schema, e => e.Enum, StringComparer.Ordinal);
    }

    /// <summary>The composite types by schema.</summary>
    public static async Task<ILookup<string, ClientComposite>> ReadCompositesAsync(CatalogueSession session, string[] schemas, Func<uint, ClientType> type, CancellationToken cancellationToken)
    {
        var composites = new List<(string Schema, ClientComposite Composite)>();
        var fields = new List<ClientField>();
        await session.ReadAsync(
            Composites,
            r =>
            {
                var (schema, name) = (r.GetString(0), r.GetString(1));
                if (composites.Count == 0 || composites[^1].Schema != schema || composites[^1].Composite.Name != name)
                {
                    fields = [];
                    composites.Add((schema, new(name, fields)));
                }

                if (!r.IsDBNull(2))
                {
                    fields.Add(new(r.GetString(2), type(r.GetFieldValue<uint>(3))));
                }
            },
            cancellationToken,
            [schemas]);
        return composites.ToLookup(c => c.Schema, c => c.Composite, StringComparer.Ordinal);
    }
}
