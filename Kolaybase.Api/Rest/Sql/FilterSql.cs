using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Writes conditions.</summary>
internal static class FilterSql
{
    /// <summary>Adds a condition on the rows of a query.</summary>
    public static SqlBuilder AddFilter(this SqlBuilder sql, RowsPlan rows, FilterNode<PlannedField> node) => Add(sql, Level.Of(rows), rows, node);

    /// <summary>Adds a condition on the rows of a write, where nothing is embedded.</summary>
    public static SqlBuilder AddFilter(this SqlBuilder sql, Level level, FilterNode<PlannedField> node) => Add(sql, level, null, node);

    private static SqlBuilder Add(SqlBuilder sql, Level level, RowsPlan? rows, FilterNode<PlannedField> node)
    {
        switch (node)
        {
            case ColumnComparison<PlannedField> c:
                return Open(sql, c.Negated).AddField(level, c.Field).Add($" {c.Operator.Sql} ").AddValue(c.Field, Pattern(c.Operator, c.Value)).Add(")");
            case QuantifiedComparison<PlannedField> q:
                var word = q.Quantifier == Quantifier.Any ? "ANY" : "ALL";
                return Open(sql, q.Negated).AddField(level, q.Field).Add($" {q.Operator.Sql} {word} (").AddValues(q.Field, Pattern(q.Operator, q.Array)).Add("))");
            case InList<PlannedField> list:
                return Open(sql, list.Negated).AddField(level, list.Field).Add(" = ANY (").AddValues(list.Field, ArrayLiteral.Of(list.Values)).Add("))");
            case FullTextMatch<PlannedField> match:
                return AddFullText(Open(sql, match.Negated), level, match).Add(")");
            case IsTest<PlannedField> { Field: EmbedField { Embed: var embed } } test:
                return sql.Add(test.Negated != (test.Value == IsValue.Null) ? "NOT " : "").AddExists(new(embed, rows!));
            case IsTest<PlannedField> test:
                return Open(sql, test.Negated).AddField(level, test.Field).Add(test.Value switch
                {
                    IsValue.Null => " IS NULL)",
                    IsValue.NotNull => " IS NOT NULL)",
                    IsValue.True => " IS TRUE)",
                    IsValue.False => " IS FALSE)",
                    _ => " IS UNKNOWN)",
                });
            case Junction<PlannedField> junction:
                return Open(sql, junction.Negated)
                    .AddJoined(junction.Children, junction.Connective == Connective.And ? " AND " : " OR ", child => Add(sql, level, rows, child))
                    .Add(")");
            default:
                throw new InvalidOperationException($"No SQL for {node.GetType()}");
        }
    }

    private static SqlBuilder Open(SqlBuilder sql, bool negated) => sql.Add(negated ? "NOT (" : "(");

    private static SqlBuilder AddField(this SqlBuilder sql, Level level, PlannedField field) => sql.AddField(level, (ColumnField)field);

    /// <summary>In a URL a percent sign would have to be escaped.</summary>
    private static string Pattern(FilterOperator by, string value) => by.StarIsPercent ? value.Replace('*', '%') : value;

    /// <summary>Adds one value, of the field's type unless a domain says how it is read.</summary>
    private static SqlBuilder AddValue(this SqlBuilder sql, PlannedField field, string value) =>
        Reader(field) is { } function
            ? sql.AddName(function).Add("(").AddParameter(value, SqlParameterType.Text).Add(")")
            : sql.AddParameter(value, SqlParameterType.Unknown);

    /// <summary>Adds an array of them.</summary>
    private static SqlBuilder AddValues(this SqlBuilder sql, PlannedField field, string literal) =>
        Reader(field) is { } function
            ? sql.Add("ARRAY(SELECT ").AddName(function).Add("(v) FROM pg_catalog.unnest(").AddParameter(literal, SqlParameterType.Unknown).Add("::pg_catalog.text[]) AS v)")
            : sql.AddParameter(literal, SqlParameterType.Unknown);

    private static QualifiedName? Reader(PlannedField field) => field is ColumnField { Path: [] } column ? column.Column.Type.Representation?.FromText : null;

    private static SqlBuilder AddFullText(SqlBuilder sql, Level level, FullTextMatch<PlannedField> match)
    {
        var field = (ColumnField)match.Field;
        if (field is { Path: [], Column.Type.BaseOid: TypeOids.TsVector })
        {
            sql.AddField(level, field);
        }
        else
        {
            AddConfiguration(sql.Add("pg_catalog.to_tsvector("), match).AddField(level, field).Add(")");
        }

        sql.Add(" @@ ").Add(match.Search switch
        {
            FullTextSearch.Query => "pg_catalog.to_tsquery(",
            FullTextSearch.Plain => "pg_catalog.plainto_tsquery(",
            FullTextSearch.Phrase => "pg_catalog.phraseto_tsquery(",
            _ => "pg_catalog.websearch_to_tsquery(",
        });
        return AddConfiguration(sql, match).AddParameter(match.Value, SqlParameterType.Text).Add(")");
    }

    private static SqlBuilder AddConfiguration(SqlBuilder sql, FullTextMatch<PlannedField> match) =>
        match.Configuration is { } name ? sql.AddSharedText(name).Add("::pg_catalog.regconfig, ") : sql;
}
