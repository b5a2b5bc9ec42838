using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes the root's query in the way that a format's writer reads it.</summary>
internal static class FormatSql
{
    /// <summary>Adds the rows.</summary>
    public static SqlBuilder AddRows(this SqlBuilder sql, RowsPlan rows, AnswerFormat format) => Names(format) is { } names
        ? sql.AddRows(rows, names)
        // A row's text is CSV already; PostgreSQL knows how each type is written in it.
        : sql.Add("SELECT pg_catalog.substring(r::pg_catalog.text, 2, pg_catalog.length(r::pg_catalog.text) - 2) FROM (").AddRows(rows, OutputNames.Values).Add(") AS r");

    /// <summary>How a select list calls the values that a writer reads; null when it reads whole rows.</summary>
    public static OutputNames? Names(AnswerFormat format) => format switch
    {
        { Kind: FormatKind.Csv } => null,
        { Kind: FormatKind.Raw } => OutputNames.Values,
        { StripNulls: true } => OutputNames.Stripped,
        _ => OutputNames.None,
    };
}
