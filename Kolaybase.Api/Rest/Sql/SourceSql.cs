using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes where the rows of a level come from, and which of them count.</summary>
internal static class SourceSql
{
    /// <summary>The name of the common table expression with the rows that a request has written.</summary>
    public const string Written = "w";

    /// <summary>Adds what stands behind <c>FROM</c>.</summary>
    public static SqlBuilder AddSource(this SqlBuilder sql, RowsPlan rows, Join? join)
    {
        var alias = rows.Alias;
        switch (join?.Embed.Relationship)
        {
            case { Function: { } function, Source: var source }:
                // Under a common table expression's name stands a record: the cast tells overloads apart.
                return sql.AddName(function).Add("(").Add(Level.Of(join.Parent).Row).Add("::").AddName(source).Add(") AS ").Add(alias);
            case { Junction: { } junction, Target: var target }:
                sql.AddName(junction.Relation).Add($" AS {alias}j JOIN ").AddName(target).Add($" AS {alias} ON ");
                return sql.AddJoined(junction.TargetColumns, " AND ", pair => AddPair(sql, $"{alias}j", pair.Left, alias, pair.Right));
            default:
                return rows.Source switch
                {
                    RelationSource { Table: var table } => sql.AddName(table).Add(" AS ").Add(alias),
                    WrittenSource => sql.Add(Written).Add(" AS ").Add(alias),
                    CallSource call => sql.AddCallSource(call, alias),
                    var other => throw new InvalidOperationException($"No SQL for {other.GetType()}"),
                };
        }
    }

    /// <summary>Adds <c>WHERE …</c>: the join with the parent, the filters, and what inner embeds demand; or nothing.</summary>
    public static SqlBuilder AddConditions(this SqlBuilder sql, RowsPlan rows, Join? join)
    {
        var conditions = new Conditions(sql);
        if (join is { Embed.Relationship: { Function: null } relationship })
        {
            var (pairs, alias) = relationship.Junction is { } junction ? (junction.SourceColumns, $"{rows.Alias}j") : (relationship.Columns, rows.Alias);
            foreach (var pair in pairs)
            {
                conditions.Next().Add(Level.Of(join.Parent).Column(pair.Left.Name)).Add(" = ").Add(alias).Add(".").AddName(pair.Right.Name);
            }
        }

        foreach (var filter in rows.Filters)
        {
            conditions.Next().AddFilter(rows, filter);
        }

        foreach (var embed in rows.Embeds.Where(e => e.Inner))
        {
            conditions.Next().AddExists(new(embed, rows));
        }

        return sql;
    }

    /// <summary>Adds <c>WHERE …</c> of a write: its filters.</summary>
    public static SqlBuilder AddConditions(this SqlBuilder sql, Relation written, ImmutableArray<FilterNode<PlannedField>> filters)
    {
        var conditions = new Conditions(sql);
        foreach (var filter in filters)
        {
            conditions.Next().AddFilter(Level.Of(written), filter);
        }

        return sql;
    }

    private static void AddPair(SqlBuilder sql, string left, Column leftColumn, string right, Column rightColumn) =>
        sql.Add(left).Add(".").AddName(leftColumn.Name).Add(" = ").Add(right).Add(".").AddName(rightColumn.Name);

    private struct Conditions(SqlBuilder sql)
    {
        private bool _some;

        public SqlBuilder Next()
        {
            sql.Add(_some ? " AND " : " WHERE ");
            _some = true;
            return sql;
        }
    }
}
