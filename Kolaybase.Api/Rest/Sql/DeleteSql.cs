using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes deletions.</summary>
internal static class DeleteSql
{
    /// <summary>The deletion.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="guard">See <see cref="AffectedGuard"/>.</param>
    public static SqlStatement Write(DeletePlan plan, AffectedGuard guard)
    {
        var sql = new SqlBuilder();
        AffectedGuard.Open(sql, plan.MaxAffected);
        sql.Add("DELETE FROM ").AddRelation(plan.Relation).AddConditions(plan.Relation, plan.Filters);
        return guard.Close(sql, plan.Returning, plan.MaxAffected).Build() with { ReturnsRows = plan.Returning is not null || plan.MaxAffected is not null };
    }
}
