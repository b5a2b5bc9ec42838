using System.Collections.Immutable;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes what a row answers.</summary>
internal static class OutputSql
{
    /// <summary>Adds the list behind <c>SELECT</c> or <c>RETURNING</c>; a constant when no column is wanted, since <c>RETURNING</c> needs something.</summary>
    public static SqlBuilder AddOutput(this SqlBuilder sql, ImmutableArray<OutputColumn> output) =>
        output.IsEmpty ? sql.Add("1") : sql.AddJoined(output, ", ", column => Add(sql, column));

    /// <summary>The same with names <c>c0, c1, …</c>, so that an outer query can pass it on: keys may repeat, names may not.</summary>
    public static SqlBuilder AddNamedOutput(this SqlBuilder sql, ImmutableArray<OutputColumn> output)
    {
        var index = 0;
        return output.IsEmpty ? sql.Add("1 AS c0") : sql.AddJoined(output, ", ", column =>
        {
            Add(sql, column);
            sql.Add($" AS c{index++}");
        });
    }

    private static void Add(SqlBuilder sql, OutputColumn column)
    {
        var toJson = column.Form == JsonForm.ToJson;
        sql.Add(toJson ? "pg_catalog.to_json(" : "").Add(column.Cast is null ? "" : "CAST(").AddColumn(column.Column);
        sql.Add(column.Cast is null ? "" : $" AS {column.Cast.Sql})").Add(toJson ? ")" : "");
    }
}
