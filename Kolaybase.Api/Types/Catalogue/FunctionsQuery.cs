using Npgsql;

namespace Kolaybase.Api.Types.Catalogue;

/// <summary>Reads the functions that the data API calls: no procedures, aggregates, triggers, and none that an extension brought along.</summary>
internal static class FunctionsQuery
{
    private const string Sql = """
        select n.nspname::text, p.proname::text, coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes::text[], p.proargnames,
               p.pronargs - p.pronargdefaults, p.prorettype, p.proretset
        from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = any ($1) and p.prokind = 'f' and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
          and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
        order by array_position($1, n.nspname::text), p.proname, p.pronargs, p.oid
        """;

    // A function with one parameter without a name takes the whole body.
    private static readonly ScalarKind[] Bodies = [ScalarKind.Json, ScalarKind.Text];

    /// <summary>The functions by schema.</summary>
    public static async Task<ILookup<string, ClientFunction>> ReadAsync(CatalogueSession session, string[] schemas, Func<uint, ClientType> type, CancellationToken cancellationToken)
    {
        var functions = new List<(string Schema, ClientFunction Function)>();
        await session.ReadAsync(
            Sql,
            r =>
            {
                var function = Read(r, type);
                if (function.Parameters.All(p => p.Name.Length > 0) || function.Parameters is [{ Type: ClientType.Scalar { Kind: var kind } }] && Bodies.Contains(kind))
                {
                    functions.Add((r.GetString(0), function));
                }
            },
            cancellationToken,
            [schemas]);
        return functions.ToLookup(f => f.Schema, f => f.Function, StringComparer.Ordinal);
    }

    private static ClientFunction Read(NpgsqlDataReader r, Func<uint, ClientType> type)
    {
        var types = r.GetFieldValue<uint[]>(2);
        var modes = r.IsDBNull(3) ? null : r.GetFieldValue<string[]>(3);
        var names = r.IsDBNull(4) ? null : r.GetFieldValue<string[]>(4);
        var required = r.GetInt32(5);
        var (parameters, columns) = (new List<ClientParameter>(), new List<ClientField>());
        for (var i = 0; i < types.Length; i++)
        {
            var (name, mode) = (names?[i] ?? "", modes?[i] ?? "i");
            if (mode is "i" or "b" or "v")
            {
                parameters.Add(new(name, type(types[i]), parameters.Count >= required));
            }

            if (mode is "o" or "b" or "t")
            {
                columns.Add(new(name.Length > 0 ? name : $"column{columns.Count + 1}", type(types[i])));
            }
        }

        var returns = type(r.GetFieldValue<uint>(6));
        // One OUT parameter alone is the value itself, not a row of one column, unless it was written as a table.
        return new(r.GetString(1), parameters, returns, returns is ClientType.Scalar { Kind: ScalarKind.Record } || modes?.Contains("t") == true ? columns : [], r.GetBoolean(7));
    }
}
