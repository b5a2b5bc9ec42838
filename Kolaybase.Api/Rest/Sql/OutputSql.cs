using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes what a row answers.</summary>
internal static class OutputSql
{
    /// <summary>Adds the list behind <c>SELECT</c> or <c>RETURNING</c>; a constant when nothing is wanted, since <c>RETURNING</c> needs something.</summary>
    public static SqlBuilder AddOutput(this SqlBuilder sql, RowsPlan rows, OutputNames names)
    {
        var index = 0;
        return rows.Output.IsEmpty ? sql.Add("1 AS c0") : sql.AddJoined(rows.Output, ", ", item =>
        {
            var (open, close) = Wrapping(item.Form, names);
            sql.Add(open).AddValue(rows, item).Add(close);
            _ = names switch
            {
                OutputNames.None or OutputNames.Stripped => sql,
                OutputNames.Keys => sql.Add(" AS ").AddName(item.Key),
                _ => sql.Add($" AS c{index++}"),
            };
        });
    }

    /// <summary>Adds what an item is grouped by: its value, before a domain's cast to JSON.</summary>
    public static SqlBuilder AddGroup(this SqlBuilder sql, RowsPlan rows, OutputItem item) => item switch
    {
        OutputColumn { Cast: null } column => sql.AddField(Level.Of(rows), column.Field),
        _ => sql.AddValue(rows, item),
    };

    private static (string Open, string Close) Wrapping(JsonForm form, OutputNames names) => (form, names) switch
    {
        (JsonForm.ToJson, OutputNames.None or OutputNames.Numbered) => ("pg_catalog.to_json(", ")"),
        (JsonForm.ToJson, OutputNames.Stripped) => ("pg_catalog.json_strip_nulls(pg_catalog.to_json(", "))"),
        (JsonForm.Json, OutputNames.Stripped) => ("pg_catalog.json_strip_nulls(", ")"),
        (JsonForm.Jsonb, OutputNames.Stripped) => ("pg_catalog.jsonb_strip_nulls(", ")"),
        _ => ("", ""),
    };

    private static SqlBuilder AddValue(this SqlBuilder sql, RowsPlan rows, OutputItem item) => item switch
    {
        OutputColumn { Cast: { } cast } column => sql.Add("CAST(").AddShown(rows, column.Field).Add($" AS {cast.Sql})"),
        OutputColumn column => sql.AddShown(rows, column.Field),
        OutputAggregate { Cast: { } cast } aggregate => sql.Add("CAST(").AddAggregate(rows, aggregate).Add($" AS {cast.Sql})"),
        OutputAggregate aggregate => sql.AddAggregate(rows, aggregate),
        OutputEmbed { Grouped: true } embed => sql.Add($"{embed.Embed.Rows.Alias}s.j"),
        OutputEmbed embed => sql.Add("(").AddEmbed(new(embed.Embed, rows)).Add(")"),
        OutputSpread spread => sql.Add($"{spread.Embed.Rows.Alias}s.c{spread.Index}"),
        OutputHoisted { Aggregate.Of: { } of } => sql.AddValue(rows, of),
        OutputHoisted => sql.Add("1"),
        _ => throw new InvalidOperationException($"No SQL for {item.GetType()}"),
    };

    /// <summary>A domain's own cast to JSON says how it is shown.</summary>
    private static SqlBuilder AddShown(this SqlBuilder sql, RowsPlan rows, ColumnField field) =>
        field.Path.IsEmpty && field.Column.Type.Representation?.ToJson is { } function
            ? sql.AddName(function).Add("(").AddField(Level.Of(rows), field).Add(")")
            : sql.AddField(Level.Of(rows), field);

    private static SqlBuilder AddAggregate(this SqlBuilder sql, RowsPlan rows, OutputAggregate aggregate)
    {
        sql.Add(aggregate.Aggregate switch
        {
            Aggregate.Count => "pg_catalog.count(",
            Aggregate.Sum => "pg_catalog.sum(",
            Aggregate.Avg => "pg_catalog.avg(",
            Aggregate.Max => "pg_catalog.max(",
            _ => "pg_catalog.min(",
        });
        return (aggregate.Of is { } of ? sql.AddValue(rows, of) : sql.Add("*")).Add(")");
    }
}
