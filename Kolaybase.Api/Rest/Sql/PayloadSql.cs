using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Turns a body into rows inside the database: one parameter whatever its size, each value read as its column's type.</summary>
internal static class PayloadSql
{
    /// <summary>The alias of the body's rows.</summary>
    public const string Alias = "b";

    /// <summary>Adds what stands behind <c>FROM</c>: <c>json_to_record(set)($n) AS b("column" type, …)</c>.</summary>
    public static SqlBuilder AddPayload(this SqlBuilder sql, JsonPayload payload, ImmutableArray<PayloadColumn> columns, string alias = Alias)
    {
        if (columns.All(c => c.Value == PayloadValue.Body))
        {
            return sql.Add(payload.IsArray ? "pg_catalog.json_to_recordset(" : "pg_catalog.json_to_record(")
                .AddParameter(payload.Utf8, SqlParameterType.Json).Add(")").AddRecord(columns, alias);
        }

        // OFFSET 0 keeps PostgreSQL from looking for an object's keys once more for each column.
        return sql.Add("pg_catalog.json_array_elements(").AddParameter(payload.Utf8, SqlParameterType.Json)
            .Add(") AS e(j) CROSS JOIN LATERAL (SELECT ARRAY(SELECT pg_catalog.json_object_keys(e.j)) AS keys OFFSET 0) AS k CROSS JOIN LATERAL pg_catalog.json_to_record(e.j)")
            .AddRecord(columns, alias);
    }

    /// <summary>Adds a column's value.</summary>
    public static SqlBuilder AddValue(this SqlBuilder sql, Relation relation, PayloadColumn column) => column.Value switch
    {
        PayloadValue.Default => sql.Add("DEFAULT"),
        PayloadValue.BodyOrDefault => sql.Add("CASE WHEN ").AddSharedText(column.Name).Add(" = ANY (k.keys) THEN ").AddRead(column.Column)
            .Add(" ELSE ").AddDefault(relation, column.Column).Add(" END"),
        _ => sql.AddRead(column.Column),
    };

    private static SqlBuilder AddRecord(this SqlBuilder sql, ImmutableArray<PayloadColumn> columns, string alias) => sql.Add($" AS {alias}(")
        .AddJoined(columns, ", ", c => sql.AddName(c.Name).Add(" ").Add(FromJson(c.Column) is null ? c.Column.Type.Sql : "pg_catalog.json"))
        .Add(")");

    /// <summary>A domain's own cast from JSON says how it is read.</summary>
    private static SqlBuilder AddRead(this SqlBuilder sql, Column column)
    {
        _ = FromJson(column) is { } function ? sql.AddName(function).Add("(") : sql;
        sql.Add(Alias).Add(".").AddName(column.Name);
        return FromJson(column) is null ? sql : sql.Add(")");
    }

    private static QualifiedName? FromJson(Column column) => column.Type.Representation?.FromJson;

    /// <summary>A default is the schema's own expression. An identity has none to show: its sequence is asked, which takes the right to use it.</summary>
    private static SqlBuilder AddDefault(this SqlBuilder sql, Relation relation, Column column) => column.Default is { } expression
        ? sql.Add("(").Add(expression).Add(")")
        : sql.Add("pg_catalog.nextval(pg_catalog.pg_get_serial_sequence(").AddSharedText($"{SqlText.Identifier(relation.Schema)}.{SqlText.Identifier(relation.Name)}")
            .Add(", ").AddSharedText(column.Name).Add(")::pg_catalog.regclass)");
}
