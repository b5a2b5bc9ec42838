using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes reads.</summary>
internal static class ReadSql
{
    /// <summary>The rows; for <c>HEAD</c> one row with their number.</summary>
    public static SqlStatement Write(ReadPlan plan)
    {
        var sql = new SqlBuilder();
        if (!plan.HeadOnly)
        {
            return AddRows(sql, plan).Build();
        }

        // The columns stay in the inner list, so that HEAD is refused what GET is refused.
        return AddRows(sql.Add("SELECT pg_catalog.count(*) FROM ("), plan).Add(") AS page").Build();
    }

    /// <summary>How many rows match, whatever the limit.</summary>
    public static SqlStatement WriteCount(ReadPlan plan) =>
        new SqlBuilder().Add("SELECT pg_catalog.count(*) FROM ").AddRelation(plan.Relation).AddWhere(plan.Filters).Build();

    private static SqlBuilder AddRows(SqlBuilder sql, ReadPlan plan)
    {
        sql.Add("SELECT ");
        if (plan.HeadOnly)
        {
            sql.AddNamedOutput(plan.Output);
        }
        else
        {
            sql.AddOutput(plan.Output);
        }

        sql.Add(" FROM ").AddRelation(plan.Relation).AddWhere(plan.Filters);
        if (!plan.Order.IsEmpty)
        {
            sql.Add(" ORDER BY ").AddJoined(plan.Order, ", ", term => AddTerm(sql, term));
        }

        if (plan.Limit is { } limit)
        {
            sql.Add(" LIMIT ").AddParameter(limit, SqlParameterType.Int8);
        }

        return plan.Offset == 0 ? sql : sql.Add(" OFFSET ").AddParameter(plan.Offset, SqlParameterType.Int8);
    }

    private static void AddTerm(SqlBuilder sql, PlannedOrder term)
    {
        sql.AddColumn(term.Column);
        sql.Add(term.Direction switch { OrderDirection.Ascending => " ASC", OrderDirection.Descending => " DESC", _ => "" });
        sql.Add(term.Nulls switch { NullsOrder.First => " NULLS FIRST", NullsOrder.Last => " NULLS LAST", _ => "" });
    }
}
