using System.Collections.Immutable;
using Npgsql;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Functions of the exposed schemas, those of extensions included; no procedures, aggregates, window functions and triggers.</summary>
internal static class RoutinesQuery
{
    public static readonly CatalogueQuery Query = new(
        """
        SELECT n.nspname, p.proname, coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes::text[], p.proargnames, p.pronargs - p.pronargdefaults,
               p.prorettype, p.proretset, p.prorows = 1, p.provolatile::text, p.proconfig
        FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = ANY ($1) AND p.prokind = 'f' AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
        ORDER BY array_position($1, n.nspname::text), p.pronargs, p.oid
        """,
        Read);

    private static void Read(NpgsqlDataReader row, CatalogueFacts facts)
    {
        if (facts.Types.Find(row.GetFieldValue<uint>(6)) is not { } result)
        {
            return;
        }

        var types = row.GetFieldValue<uint[]>(2);
        var modes = row.IsDBNull(3) ? null : row.GetFieldValue<string[]>(3);
        var names = row.IsDBNull(4) ? null : row.GetFieldValue<string[]>(4);
        var required = row.GetInt32(5);
        var parameters = ImmutableArray.CreateBuilder<RoutineParameter>();
        var columns = ImmutableArray.CreateBuilder<Column>();
        for (var i = 0; i < types.Length; i++)
        {
            if (facts.Types.Find(types[i]) is not { } type)
            {
                return;
            }

            var name = facts.Shared.Share(names?[i] ?? "");
            var mode = modes?[i] ?? "i";
            if (mode is "i" or "b" or "v")
            {
                parameters.Add(new(name, type, parameters.Count < required, mode == "v"));
            }

            if (mode is "o" or "b" or "t")
            {
                // PostgreSQL's own names for those that have none.
                columns.Add(new(name.Length > 0 ? name : $"column{columns.Count + 1}", type));
            }
        }

        facts.Routines.Add(new(
            new(facts.Shared.Share(row.GetString(0)), facts.Shared.Share(row.GetString(1))),
            parameters.ToImmutable(),
            result,
            row.GetBoolean(7),
            row.GetBoolean(8),
            columns.ToImmutable(),
            Volatility(row.GetString(9)),
            row.IsDBNull(10) ? [] : [.. row.GetFieldValue<string[]>(10).Select(Setting)]));
    }

    private static Volatility Volatility(string provolatile) => provolatile switch
    {
        "i" => Schema.Volatility.Immutable,
        "s" => Schema.Volatility.Stable,
        _ => Schema.Volatility.Volatile,
    };

    private static KeyValuePair<string, string> Setting(string text) => text.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? new(text[..at], text[(at + 1)..]) : new(text, "");
}
