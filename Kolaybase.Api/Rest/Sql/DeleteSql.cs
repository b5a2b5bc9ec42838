using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes deletions.</summary>
internal static class DeleteSql
{
    /// <summary>The deletion.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="format">How it is answered.</param>
    public static WriteSql Of(DeletePlan plan, AnswerFormat format) => new(plan.Relation, plan.Returning, format)
    {
        Change = sql =>
        {
            sql.Add("DELETE FROM ").AddRelation(plan.Relation);
            _ = plan.Picked is { } picked ? sql.Add(" USING ").AddPicked(picked, locks: false) : sql;
            sql.AddPickedConditions(plan);
        },
        Rules = PickSql.Rules(plan),
    };
}
