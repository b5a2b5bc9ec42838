using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes the root's query in the way that a format's writer reads it.</summary>
internal static class FormatSql
{
    /// <summary>Adds the rows.</summary>
    public static SqlBuilder AddRows(this SqlBuilder sql, RowsPlan rows, AnswerFormat format) => format.Kind switch
    {
        // A row's text is CSV already; PostgreSQL knows how each type is written in it.
        FormatKind.Csv => sql.Add("SELECT pg_catalog.substring(r::pg_catalog.text, 2, pg_catalog.length(r::pg_catalog.text) - 2) FROM (").AddRows(rows, OutputNames.Values).Add(") AS r"),
        FormatKind.Raw => sql.AddRows(rows, OutputNames.Values),
        _ => sql.AddRows(rows, format.StripNulls ? OutputNames.Stripped : OutputNames.None),
    };
}
