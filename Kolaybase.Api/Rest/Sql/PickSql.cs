using System.Collections.Immutable;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes which rows a change is about when it has a limit: they are found in their order first and known again by their key.</summary>
internal static class PickSql
{
    private const string Alias = "p";

    /// <summary>Adds the subquery that finds them.</summary>
    /// <param name="sql">Where to.</param>
    /// <param name="picked">Which rows.</param>
    /// <param name="locks">
    /// Whether they are locked while they are found, so that of two changes at a time each gets rows of its own. That takes the
    /// right to update, and the policies for updates count: a deletion does without, and may find a row gone. So does a view, whose owner would need that right.
    /// </param>
    public static SqlBuilder AddPicked(this SqlBuilder sql, PickedRows picked, bool locks)
    {
        var rows = picked.Rows;
        sql.Add("(SELECT ").AddJoined(Key(picked, rows.Alias).Select((key, i) => $"{key} AS k{i}"), ", ", key => sql.Add(key))
            .Add(" FROM ").AddSource(rows, null).AddConditions(rows, null).AddOrder(rows);
        _ = rows.Limit is { } limit ? sql.Add(" LIMIT ").AddParameter(limit, SqlParameterType.Int8) : sql;
        _ = rows.Offset > 0 ? sql.Add(" OFFSET ").AddParameter(rows.Offset, SqlParameterType.Int8) : sql;
        return sql.Add(locks && rows.Source.Relation is { Kind: RelationKind.Table } ? " FOR UPDATE) AS " : ") AS ").Add(Alias);
    }

    /// <summary>Adds <c>WHERE …</c> of a change. The filters are said again of picked rows: one that was changed by another in between is looked at anew.</summary>
    public static SqlBuilder AddPickedConditions(this SqlBuilder sql, ChangePlan plan)
    {
        if (plan.Picked is not { } picked)
        {
            return sql.AddConditions(plan.Relation, plan.Filters);
        }

        sql.Add(" WHERE ").AddJoined(Key(picked, SqlBuilder.Table).Select((key, i) => $"{key} = {Alias}.k{i}"), " AND ", pair => sql.Add(pair));
        foreach (var filter in plan.Filters)
        {
            sql.Add(" AND ").AddFilter(Level.Of(plan.Relation), filter);
        }

        return sql;
    }

    /// <summary>What the number of changed rows may be.</summary>
    public static ImmutableArray<RowRule> Rules(ChangePlan plan)
    {
        var rules = ImmutableArray.CreateBuilder<RowRule>();
        if (plan.MaxAffected is { } most)
        {
            rules.Add(new(RowRuleKind.MaxAffected, SourceSql.Written, most));
        }

        if (plan.Picked?.Rows.Limit is { } limit)
        {
            rules.Add(new(RowRuleKind.Limit, SourceSql.Written, limit));
        }

        return rules.ToImmutable();
    }

    /// <summary>A row's place is its own in its table only, and a partitioned table is many.</summary>
    private static IEnumerable<string> Key(PickedRows picked, string alias) =>
        picked.Key.IsEmpty ? [$"{alias}.ctid", $"{alias}.tableoid"] : picked.Key.Select(column => $"{alias}.{SqlText.Identifier(column.Name)}");
}
