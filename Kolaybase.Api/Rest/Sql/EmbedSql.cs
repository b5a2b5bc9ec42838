using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>An embed and the level that it hangs on.</summary>
internal sealed record Join(Embed Embed, RowsPlan Parent);

/// <summary>
/// Writes embeds. Each is a subquery in the select list rather than a lateral join: with a limit PostgreSQL evaluates it
/// for the rows of the page only, not for all that are sorted.
/// </summary>
internal static class EmbedSql
{
    /// <summary>Adds the rows of an embed as JSON: an array, or for a to-one embed an object or null.</summary>
    public static SqlBuilder AddEmbed(this SqlBuilder sql, Join join)
    {
        var name = join.Embed.Rows.Alias + "r";
        sql.Add(join.Embed.Relationship.ToOne ? $"SELECT pg_catalog.row_to_json({name}) AS j FROM (" : $"SELECT COALESCE(pg_catalog.json_agg({name}), '[]') AS j FROM (");
        return sql.AddRows(join.Embed.Rows, OutputNames.Keys, join).Add(") AS ").Add(name).AddOnlyOne(join.Embed.Relationship);
    }

    /// <summary>Adds the lateral joins of a level: spreads, which give several values, and embeds that are grouped by.</summary>
    public static SqlBuilder AddLaterals(this SqlBuilder sql, RowsPlan rows)
    {
        foreach (var embed in rows.Embeds)
        {
            var join = new Join(embed, rows);
            if (embed.Spread && !embed.Rows.Output.IsEmpty)
            {
                sql.Add(" LEFT JOIN LATERAL (").AddSpread(join).Add($") AS {embed.Rows.Alias}s ON true");
            }
            else if (rows.IsGrouped && !embed.Spread && !embed.ShowsNothing)
            {
                sql.Add(" LEFT JOIN LATERAL (SELECT e.j::pg_catalog.jsonb AS j FROM (").AddEmbed(join).Add($") AS e) AS {embed.Rows.Alias}s ON true");
            }
        }

        return sql;
    }

    /// <summary>Adds <c>EXISTS (…)</c>: whether a row has related ones.</summary>
    public static SqlBuilder AddExists(this SqlBuilder sql, Join join)
    {
        var rows = join.Embed.Rows;
        sql.Add("EXISTS (SELECT FROM ").AddSource(rows, join).AddConditions(rows, join);
        // Beyond the first rows there may be none, and of none there are none.
        return (rows.Offset > 0 || rows.Limit == 0 ? sql.AddPage(rows) : sql).Add(")");
    }

    /// <summary>Adds a term of an order; an embed's column is looked up for each row.</summary>
    public static SqlBuilder AddOrderTerm(this SqlBuilder sql, RowsPlan rows, PlannedOrder term)
    {
        if (term.Embed is { } grouped && rows.IsGrouped && Shown(rows, grouped, term.Field) is { } spread)
        {
            // Rows that were grouped are no rows of the table any more: only what is shown of them can order them.
            sql.Add($"{grouped.Rows.Alias}s.c{spread}");
        }
        else if (term.Embed is { } embed)
        {
            var join = new Join(embed, rows);
            sql.Add("(SELECT ").AddField(Level.Of(embed.Rows), term.Field).Add(" FROM ").AddSource(embed.Rows, join).AddConditions(embed.Rows, join).AddOnlyOne(embed.Relationship).Add(")");
        }
        else
        {
            sql.AddField(Level.Of(rows), term.Field);
        }

        return sql
            .Add(term.Direction switch { Parsing.OrderDirection.Ascending => " ASC", Parsing.OrderDirection.Descending => " DESC", _ => "" })
            .Add(term.Nulls switch { Parsing.NullsOrder.First => " NULLS FIRST", Parsing.NullsOrder.Last => " NULLS LAST", _ => "" });
    }

    /// <summary>The place of a field among what a spread shows; null where it does not show it.</summary>
    private static int? Shown(RowsPlan rows, Embed embed, ColumnField field) =>
        rows.Output.OfType<OutputSpread>().FirstOrDefault(s =>
            s.Embed == embed && embed.Rows.Output[s.Index] is OutputColumn { Cast: null } column && column.Field.Column == field.Column && column.Field.Path.IsEmpty && field.Path.IsEmpty)?.Index;

    private static SqlBuilder AddSpread(this SqlBuilder sql, Join join)
    {
        var rows = join.Embed.Rows;
        if (join.Embed.Relationship.ToOne)
        {
            return sql.Add("SELECT * FROM (").AddRows(rows, OutputNames.Values, join).Add($") AS {rows.Alias}r").AddOnlyOne(join.Embed.Relationship);
        }

        sql.Add("SELECT ").AddJoined(Enumerable.Range(0, rows.Output.Length), ", ", i => sql.Add($"COALESCE(pg_catalog.json_agg({rows.Alias}r.c{i}), '[]') AS c{i}"));
        return sql.Add(" FROM (").AddRows(rows, OutputNames.Values, join).Add($") AS {rows.Alias}r");
    }

    /// <summary>A foreign key into a table finds one row at most; a view or a function may promise one and give more.</summary>
    private static SqlBuilder AddOnlyOne(this SqlBuilder sql, Relationship relationship) =>
        relationship.ToOne && (relationship.Function is not null || relationship.Target.Kind is RelationKind.View or RelationKind.MaterializedView) ? sql.Add(" LIMIT 1") : sql;
}
