using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes inserts.</summary>
internal static class InsertSql
{
    /// <summary>One statement for any number of rows.</summary>
    public static SqlStatement Write(InsertPlan plan)
    {
        var sql = new SqlBuilder().Add("INSERT INTO ").AddRelation(plan.Relation);
        if (!plan.Columns.IsEmpty)
        {
            sql.Add(" (").AddJoined(plan.Columns, ", ", column => sql.AddName(column.Name)).Add(") SELECT ")
                .AddJoined(plan.Columns, ", ", column => sql.Add(PayloadSql.Alias).Add(".").AddName(column.Name))
                .Add(" FROM ").AddPayload(plan.Payload, plan.Columns);
        }
        else if (plan.Payload.IsArray)
        {
            sql.Add(" SELECT FROM pg_catalog.json_array_elements(").AddParameter(plan.Payload.Utf8, SqlParameterType.Json).Add(") AS b");
        }
        else
        {
            sql.Add(" DEFAULT VALUES");
        }

        return plan.Returning is { } output ? sql.Add(" RETURNING ").AddOutput(output, OutputNames.None).Build() : sql.Build() with { ReturnsRows = false };
    }
}
