using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes the upsert of one row.</summary>
internal static class UpsertSql
{
    /// <summary>The body's rows are compared with the URL's key by PostgreSQL, which knows what is equal; exactly one has to be.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="format">How it is answered.</param>
    public static WriteSql Of(UpsertPlan plan, AnswerFormat format) => new(plan.Relation, plan.Returning, format)
    {
        BodyRows = sql =>
        {
            sql.Add($"SELECT {SqlBuilder.Table}.* FROM (SELECT ").AddJoined(plan.Columns, ", ", c => sql.AddValue(plan.Relation, c).Add(" AS ").AddName(c.Name))
                .Add(" FROM ").AddPayload(plan.Payload, plan.Columns).Add($") AS {SqlBuilder.Table}").AddConditions(plan.Relation, plan.Filters);
        },
        Change = sql =>
        {
            sql.AddInto(plan.Relation, plan.Columns).Add(" SELECT ").AddJoined(plan.Columns, ", ", c => sql.AddName(c.Name))
                .Add($" FROM {WriteSql.Body} WHERE ").Add(InsertMark.Read).AddConflict(plan.Conflict, plan.Columns);
        },
        MarksInserts = true,
        Rules = [new(RowRuleKind.Keyed, WriteSql.Body, 1)],
    };
}
