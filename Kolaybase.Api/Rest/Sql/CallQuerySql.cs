using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>
/// Writes the statement of a call. However much is asked of its rows, the function is called once: where they are counted or guarded
/// they stand in a common table expression.
/// </summary>
internal static class CallQuerySql
{
    /// <summary>The common table expression with the rows of the page.</summary>
    private const string Page = "p";

    /// <summary>
    /// The rows in the way that the format's writer reads them. Where they are counted, two columns follow: whether the row is one, since
    /// there is one for the total even when the page is empty; and the total. For <c>HEAD</c> one row: the number of rows, and perhaps the total.
    /// </summary>
    public static SqlStatement Write(CallPlan plan, AffectedGuard guard)
    {
        var sql = new SqlBuilder();
        if (plan.Source.Shared)
        {
            sql.Add("WITH ").AddCalled(plan.Source).Add(plan.HeadOnly ? " " : ", ");
        }

        return (plan.HeadOnly ? AddNumbers(sql, plan) : plan.Source.Shared ? AddFramed(sql, plan, guard) : sql.AddRows(plan.Rows, plan.Format)).Build();
    }

    private static SqlBuilder AddNumbers(SqlBuilder sql, CallPlan plan)
    {
        sql.Add("SELECT (SELECT pg_catalog.count(*) FROM (").AddRows(plan.Rows, OutputNames.Numbered).Add(") AS page)");
        return plan.Count ? sql.Add(", (").AddExactCount(plan.Rows).Add(")") : sql;
    }

    private static SqlBuilder AddFramed(SqlBuilder sql, CallPlan plan, AffectedGuard guard)
    {
        sql.Add($"{Page} AS MATERIALIZED (").AddRows(plan.Rows, plan.Format).Add(") ");
        _ = plan.Count
            ? sql.Add("SELECT q.*, n.total FROM (").AddExactCount(plan.Rows, "total").Add($") AS n LEFT JOIN (SELECT {Page}.*, true FROM {Page}) AS q ON true")
            : sql.Add($"SELECT {Page}.* FROM {Page}");
        var rules = new List<RowRule>();
        if (plan.MaxAffected is { } most)
        {
            rules.Add(new(RowRuleKind.MaxAffected, CallSql.Called, most));
        }

        if (plan.GuardsSingular)
        {
            rules.Add(new(RowRuleKind.Singular, Page, 1));
        }

        return rules.Count == 0 ? sql : guard.AddWhere(sql, rules);
    }
}
