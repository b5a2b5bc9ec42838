using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes updates.</summary>
internal static class UpdateSql
{
    /// <summary>The update.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="guard">See <see cref="AffectedGuard"/>.</param>
    public static SqlStatement Write(UpdatePlan plan, AffectedGuard guard)
    {
        var sql = new SqlBuilder();
        AffectedGuard.Open(sql, plan.MaxAffected);
        sql.Add("UPDATE ").AddRelation(plan.Relation).Add(" SET ")
            .AddJoined(plan.Columns, ", ", column => sql.AddName(column.Name).Add($" = {PayloadSql.Alias}.").AddName(column.Name))
            .Add(" FROM ");
        if (plan.Payload.IsArray)
        {
            // As in PostgREST, the first object of an array counts.
            sql.Add("(SELECT * FROM ").AddPayload(plan.Payload, plan.Columns, "r").Add($" LIMIT 1) AS {PayloadSql.Alias}");
        }
        else
        {
            sql.AddPayload(plan.Payload, plan.Columns);
        }

        sql.AddConditions(plan.Relation, plan.Filters);
        return guard.Close(sql, plan.Returning, plan.MaxAffected).Build() with { ReturnsRows = plan.Returning is not null || plan.MaxAffected is not null };
    }
}
