using System.Collections.Immutable;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes updates.</summary>
internal static class UpdateSql
{
    /// <summary>The update.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="format">How it is answered.</param>
    public static WriteSql Of(UpdatePlan plan, AnswerFormat format) => new(plan.Relation, plan.Returning, format)
    {
        Change = sql =>
        {
            sql.Add("UPDATE ").AddRelation(plan.Relation).Add(" SET ").AddJoined(plan.Columns, ", ", c => sql.AddName(c.Name).Add(" = ").AddValue(plan.Relation, c));
            AddSources(sql, plan);
            sql.AddPickedConditions(plan);
        },
        Rules = PickSql.Rules(plan),
    };

    private static void AddSources(SqlBuilder sql, UpdatePlan plan)
    {
        var sources = new List<Action>();
        var written = plan.Columns.Where(c => c.Value == PayloadValue.Body).ToImmutableArray();
        if (!written.IsEmpty && plan.Payload.IsArray)
        {
            // As in PostgREST, the first object of an array counts.
            sources.Add(() => sql.Add("(SELECT * FROM ").AddPayload(plan.Payload, written, "r").Add($" LIMIT 1) AS {PayloadSql.Alias}"));
        }
        else if (!written.IsEmpty)
        {
            sources.Add(() => sql.AddPayload(plan.Payload, written));
        }

        if (plan.Picked is { } picked)
        {
            sources.Add(() => sql.AddPicked(picked, locks: true));
        }

        _ = sources.Count == 0 ? sql : sql.Add(" FROM ").AddJoined(sources, ", ", add => add());
    }
}
