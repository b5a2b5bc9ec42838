using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Turns a body into rows inside the database: one parameter whatever its size, each value read as its column's type.</summary>
internal static class PayloadSql
{
    /// <summary>The alias of the body's rows.</summary>
    public const string Alias = "b";

    /// <summary>Adds <c>json_to_record(set)($n) AS b("column" type, …)</c>.</summary>
    public static SqlBuilder AddPayload(this SqlBuilder sql, JsonPayload payload, ImmutableArray<Column> columns, string alias = Alias) =>
        sql.Add(payload.IsArray ? "pg_catalog.json_to_recordset(" : "pg_catalog.json_to_record(")
            .AddParameter(payload.Utf8, SqlParameterType.Json)
            .Add($") AS {alias}(")
            .AddJoined(columns, ", ", column => sql.AddName(column.Name).Add(" ").Add(column.Type.Sql))
            .Add(")");
}
