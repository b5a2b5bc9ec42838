using System.Globalization;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes what tells how many rows match, whatever the page.</summary>
internal static class CountSql
{
    /// <summary>The statements of a kind of count, before those of the rows.</summary>
    /// <param name="plan">What is read.</param>
    /// <param name="threshold">Rows up to which an estimate counts.</param>
    public static IEnumerable<SqlStatement> Write(ReadPlan plan, long threshold) => plan.Count switch
    {
        CountPreference.Exact => [Exact(plan.Rows)],
        CountPreference.Planned => [Planned(plan.Rows)],
        CountPreference.Estimated => [UpTo(plan.Rows, threshold + 1), Planned(plan.Rows)],
        _ => [],
    };

    /// <summary>Adds the query of the number.</summary>
    /// <param name="sql">Where to.</param>
    /// <param name="rows">The rows; of grouped ones their groups count.</param>
    /// <param name="name">What the number is called; null means nothing.</param>
    public static SqlBuilder AddExactCount(this SqlBuilder sql, RowsPlan rows, string? name = null)
    {
        sql.Add("SELECT pg_catalog.count(*)").Add(name is null ? "" : " AS " + name).Add(" FROM ");
        return rows.IsGrouped
            ? sql.Add("(").AddGroups(rows).Add(") AS groups")
            : sql.AddSource(rows, null).AddConditions(rows, null);
    }

    private static SqlStatement Exact(RowsPlan rows) => new SqlBuilder().AddExactCount(rows).Build();

    private static SqlStatement UpTo(RowsPlan rows, long most) => AddMatching(new SqlBuilder().Add("SELECT pg_catalog.count(*) FROM ("), rows)
        .Add(" LIMIT ").Add(most.ToString(CultureInfo.InvariantCulture)).Add(") AS matching").Build();

    private static SqlStatement Planned(RowsPlan rows) => AddMatching(new SqlBuilder().Add("EXPLAIN (FORMAT JSON) "), rows).Build();

    private static SqlBuilder AddMatching(SqlBuilder sql, RowsPlan rows) =>
        rows.IsGrouped ? sql.AddGroups(rows) : sql.Add("SELECT 1 FROM ").AddSource(rows, null).AddConditions(rows, null);

    private static SqlBuilder AddGroups(this SqlBuilder sql, RowsPlan rows) => sql.AddRows(rows with { Order = [], Limit = null, Offset = 0 }, OutputNames.Numbered);
}
