using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes the query of a level, with its embeds inside.</summary>
internal static class RowsSql
{
    /// <summary>Adds <c>SELECT … FROM …</c> of a level.</summary>
    /// <param name="sql">Where to.</param>
    /// <param name="rows">The level.</param>
    /// <param name="names">How its values are called.</param>
    /// <param name="join">For an embed's level: the embed and its parent.</param>
    public static SqlBuilder AddRows(this SqlBuilder sql, RowsPlan rows, OutputNames names, Join? join = null)
    {
        sql.Add("SELECT ").AddOutput(rows, names).Add(" FROM ").AddSource(rows, join).AddLaterals(rows).AddConditions(rows, join);
        AddGroups(sql, rows);
        return sql.AddOrder(rows).AddPage(rows);
    }

    /// <summary>Adds <c>ORDER BY …</c>, or nothing.</summary>
    public static SqlBuilder AddOrder(this SqlBuilder sql, RowsPlan rows) =>
        rows.Order.IsEmpty ? sql : sql.Add(" ORDER BY ").AddJoined(rows.Order, ", ", term => sql.AddOrderTerm(rows, term));

    /// <summary>Adds <c>LIMIT … OFFSET …</c>. The limit stands in the text, since a plan that is kept for any limit is a bad one for most.</summary>
    public static SqlBuilder AddPage(this SqlBuilder sql, RowsPlan rows)
    {
        if (rows.Limit is { } limit)
        {
            sql.Add(" LIMIT ").Add(limit.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return rows.Offset == 0 ? sql : sql.Add(" OFFSET ").AddParameter(rows.Offset, SqlParameterType.Int8);
    }

    /// <summary>By the values themselves and not by their places: what is shown may be a value's JSON, and JSON can't be grouped by.</summary>
    private static void AddGroups(SqlBuilder sql, RowsPlan rows)
    {
        var groups = rows.Output.Where(item => item is not OutputAggregate).ToList();
        if (rows.IsGrouped && groups.Count > 0)
        {
            sql.Add(" GROUP BY ").AddJoined(groups, ", ", item => sql.AddGroup(rows, item));
        }
    }
}

/// <summary>How a select list calls its values.</summary>
internal enum OutputNames
{
    /// <summary>Not at all: they are read by their places. Types that can't be written as they come are turned into JSON.</summary>
    None,

    /// <summary>The same without nulls inside of JSON.</summary>
    Stripped,

    /// <summary>The same as <see cref="None"/>, as <c>c0, c1, …</c>, so that an outer query can pass them on: keys may repeat, names may not.</summary>
    Numbered,

    /// <summary>As they come, as <c>c0, c1, …</c>.</summary>
    Values,

    /// <summary>As they come, by their keys, of which PostgreSQL makes an object.</summary>
    Keys,
}
