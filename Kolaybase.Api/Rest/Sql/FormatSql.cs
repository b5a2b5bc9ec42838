using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes the root's query in the way that a format's writer reads it.</summary>
internal static class FormatSql
{
    /// <summary>Adds the rows.</summary>
    public static SqlBuilder AddRows(this SqlBuilder sql, RowsPlan rows, AnswerFormat format)
    {
        if (format.Maker is { } maker)
        {
            return sql.AddMade(rows, format.Kind, maker);
        }

        return Names(format) is { } names
            ? sql.AddRows(rows, names)
            // A row's text is CSV already; PostgreSQL knows how each type is written in it.
            : sql.Add("SELECT pg_catalog.substring(r::pg_catalog.text, 2, pg_catalog.length(r::pg_catalog.text) - 2) FROM (").AddRows(rows, OutputNames.Values).Add(") AS r");
    }

    /// <summary>Adds what an aggregate makes of the rows, or a collection of what a function makes of each, and their number.</summary>
    private static SqlBuilder AddMade(this SqlBuilder sql, RowsPlan rows, FormatKind kind, MediaHandler maker)
    {
        // What is no text and no bytes has a binary format of its own.
        var asText = !TypeOids.IsTextOrBytes(maker.BaseOid);
        sql.Add(kind == FormatKind.GeoJson
            ? "SELECT pg_catalog.json_build_object('type', 'FeatureCollection', 'features', COALESCE(pg_catalog.json_agg("
            : asText ? "SELECT CAST(" : "SELECT ").AddName(maker.Function).Add("(r");
        _ = maker.Relation is { } relation ? sql.Add("::").AddName(relation) : sql;
        return sql.Add(kind == FormatKind.GeoJson ? ")::pg_catalog.json), '[]'))" : asText ? ") AS pg_catalog.text)" : ")").Add(", pg_catalog.count(*) FROM (").AddRows(rows, OutputNames.Keys).Add(") AS r");
    }

    /// <summary>How a select list calls the values that a writer reads; null when it reads whole rows.</summary>
    public static OutputNames? Names(AnswerFormat format) => format switch
    {
        { Kind: FormatKind.Csv } => null,
        { Kind: FormatKind.Raw } => OutputNames.Values,
        { StripNulls: true } => OutputNames.Stripped,
        _ => OutputNames.None,
    };
}
