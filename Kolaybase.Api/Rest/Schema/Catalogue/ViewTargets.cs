using System.Globalization;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>
/// Where a view's columns come from, as PostgreSQL noted it when it parsed the view: each entry of the query's target list names
/// the relation and column that it shows unchanged, through joins, subqueries and CTEs. Expressions, and the columns of a
/// <c>UNION</c>, name none.
/// </summary>
internal static class ViewTargets
{
    /// <summary>Reads the rule of a view (<c>pg_rewrite.ev_action</c>).</summary>
    /// <returns>For each column that shows another one: its number, the relation's oid, the number there. What is no rule of a view gives nothing.</returns>
    public static List<ColumnOrigin> Read(ReadOnlySpan<char> rule)
    {
        var origins = new List<ColumnOrigin>();
        var tokens = new NodeTokens(rule);
        // A rule is a list of queries; a view's has one.
        if (tokens.Next() is not "(" || tokens.Next() is not "{" || tokens.Next() is not "QUERY")
        {
            return origins;
        }

        for (var field = tokens.Next(); !field.IsEmpty && field is not "}"; field = tokens.Next())
        {
            if (field is ":targetList")
            {
                ReadList(ref tokens, origins);
                break;
            }

            tokens.NextValue();
        }

        return origins;
    }

    private static void ReadList(ref NodeTokens tokens, List<ColumnOrigin> origins)
    {
        if (tokens.Next() is not "(")
        {
            return;
        }

        while (tokens.Next() is "{" && tokens.Next() is "TARGETENTRY")
        {
            ReadEntry(ref tokens, origins);
        }
    }

    /// <summary>Field by field, so that a column named <c>:resno</c> is taken for what it is.</summary>
    private static void ReadEntry(ref NodeTokens tokens, List<ColumnOrigin> origins)
    {
        var (number, relation, column) = (0L, 0L, 0L);
        for (var field = tokens.Next(); !field.IsEmpty && field is not "}"; field = tokens.Next())
        {
            var value = tokens.NextValue();
            switch (field)
            {
                case ":resno":
                    number = Number(value);
                    break;
                case ":resorigtbl":
                    relation = Number(value);
                    break;
                case ":resorigcol":
                    column = Number(value);
                    break;
            }
        }

        // System columns have numbers below zero.
        if (number is > 0 and <= short.MaxValue && relation is > 0 and <= uint.MaxValue && column is > 0 and <= short.MaxValue)
        {
            origins.Add(new((short)number, (uint)relation, (short)column));
        }
    }

    private static long Number(ReadOnlySpan<char> value) => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
