using System.Text.Json;

namespace Kolaybase.Api.Rest.OpenApi;

/// <summary>Writes the section <c>parameters</c>: what operations share.</summary>
internal static class SwaggerParameters
{
    /// <summary>Parameters of every read, in PostgREST's order, after those for filters.</summary>
    public static readonly string[] OfReads = ["select", "order", "range", "rangeUnit", "offset", "limit", "preferCount"];

    /// <summary>The name of a relation's body.</summary>
    public static string Body(DescribedRelation relation) => $"body.{relation.Name}";

    /// <summary>The name of a filter on a column.</summary>
    public static string Filter(DescribedRelation relation, DescribedColumn column) => $"rowFilter.{relation.Name}.{column.Name}";

    /// <summary>Writes those that belong to no relation.</summary>
    public static void WriteShared(Utf8JsonWriter json)
    {
        Prefer(json, "preferParams");
        Prefer(json, "preferReturn", "return=representation", "return=minimal", "return=none");
        Prefer(json, "preferCount", "count=none");
        Prefer(json, "preferPost", "return=representation", "return=minimal", "return=none", "resolution=ignore-duplicates", "resolution=merge-duplicates");
        Plain(json, "select", "select", "query", "Filtering Columns");
        Plain(json, "on_conflict", "on_conflict", "query", "On Conflict");
        Plain(json, "order", "order", "query", "Ordering");
        Plain(json, "range", "Range", "header", "Limiting and Pagination");
        Plain(json, "rangeUnit", "Range-Unit", "header", "Limiting and Pagination", "items");
        Plain(json, "offset", "offset", "query", "Limiting and Pagination");
        Plain(json, "limit", "limit", "query", "Limiting and Pagination");
    }

    /// <summary>Writes a relation's body and filters.</summary>
    public static void Write(Utf8JsonWriter json, DescribedRelation relation)
    {
        json.Object(Body(relation), () =>
        {
            json.WriteString("name", relation.Name);
            json.WriteString("description", relation.Name);
            json.WriteBoolean("required", false);
            json.WriteString("in", "body");
            json.Object("schema", () => json.Reference("definitions", relation.Name));
        });
        foreach (var column in relation.Columns)
        {
            Plain(json, Filter(relation, column), column.Name, "query", column.Comment);
        }
    }

    private static void Prefer(Utf8JsonWriter json, string key, params string[] values) => json.Object(key, () =>
    {
        json.WriteString("name", "Prefer");
        json.WriteString("description", "Preference");
        json.WriteBoolean("required", false);
        json.Strings("enum", values);
        json.WriteString("in", "header");
        json.WriteString("type", "string");
    });

    private static void Plain(Utf8JsonWriter json, string key, string name, string place, string? description, string? @default = null) => json.Object(key, () =>
    {
        json.WriteString("name", name);
        json.Optional("description", description);
        json.WriteBoolean("required", false);
        json.Optional("default", @default);
        json.WriteString("in", place);
        json.WriteString("type", "string");
    });
}
