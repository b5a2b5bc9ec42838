using System.Collections.Immutable;
using System.Text;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes conditions.</summary>
internal static class FilterSql
{
    /// <summary>Adds <c>WHERE …</c>, or nothing without conditions.</summary>
    public static SqlBuilder AddWhere(this SqlBuilder sql, ImmutableArray<FilterNode<Column>> filters) =>
        filters.IsEmpty ? sql : sql.Add(" WHERE ").AddJoined(filters, " AND ", filter => Add(sql, filter));

    private static void Add(SqlBuilder sql, FilterNode<Column> node)
    {
        switch (node)
        {
            case ColumnComparison<Column> comparison:
                var value = comparison.Operator.StarIsPercent ? comparison.Value.Replace('*', '%') : comparison.Value;
                Open(sql, comparison.Negated).AddColumn(comparison.Field).Add($" {comparison.Operator.Sql} ").AddParameter(value, SqlParameterType.Unknown).Add(")");
                break;
            case InList<Column> list:
                Open(sql, list.Negated).AddColumn(list.Field).Add(" = ANY (").AddParameter(ArrayLiteral(list.Values), SqlParameterType.Unknown).Add("))");
                break;
            case IsTest<Column> test:
                Open(sql, test.Negated).AddColumn(test.Field).Add(test.Value switch
                {
                    IsValue.Null => " IS NULL)",
                    IsValue.NotNull => " IS NOT NULL)",
                    IsValue.True => " IS TRUE)",
                    IsValue.False => " IS FALSE)",
                    _ => " IS UNKNOWN)",
                });
                break;
            case Junction<Column> junction:
                Open(sql, junction.Negated).AddJoined(junction.Children, junction.Connective == Connective.And ? " AND " : " OR ", child => Add(sql, child)).Add(")");
                break;
            default:
                throw new InvalidOperationException($"No SQL for {node.GetType()}");
        }
    }

    private static SqlBuilder Open(SqlBuilder sql, bool negated) => sql.Add(negated ? "NOT (" : "(");

    /// <summary>An array's literal (PostgreSQL, 8.15.2) of untyped elements, so that they are read as the column's type.</summary>
    private static string ArrayLiteral(ImmutableArray<string> values)
    {
        var literal = new StringBuilder("{");
        foreach (var value in values)
        {
            literal.Append(literal.Length == 1 ? "\"" : ",\"").Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        return literal.Append('}').ToString();
    }
}
