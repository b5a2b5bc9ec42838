using System.Text;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Tests.Rest.Support;

/// <summary>Writes a query the way <see cref="QueryParser"/> reads it, with every name in quotes: the parser's inverse.</summary>
internal static class QueryPrinter
{
    /// <summary>A whole query string.</summary>
    public static string Print(RestQuery query)
    {
        var pairs = new List<(string Name, string Value)> { ("select", Print(query.Select)) };
        AddRows(pairs, "", query.Root);
        foreach (var embed in query.Embeds)
        {
            AddRows(pairs, string.Concat(embed.Path.Select(name => Quote(name) + ".")), embed.Rows);
        }

        pairs.AddRange(query.Arguments.Select(argument => (Quote(argument.Key), argument.Value)));
        if (query.Columns is { } columns)
        {
            pairs.Add(("columns", string.Join(',', columns.Select(Quote))));
        }

        if (query.OnConflict is { } conflict)
        {
            pairs.Add(("on_conflict", string.Join(',', conflict.Select(Quote))));
        }

        return "?" + string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}"));
    }

    /// <summary>The value of <c>select</c>.</summary>
    public static string Print(IEnumerable<SelectItem> items) => string.Join(',', items.Select(Print));

    private static string Print(SelectItem item) => item switch
    {
        SelectField field => Alias(field.Alias)
            + (field.Field is null ? "count()" : FilterPrinter.Print(field.Field) + Cast(field.Cast) + Print(field.Aggregate))
            + Cast(field.AggregateCast),
        SelectEmbed embed => new StringBuilder(embed.Spread ? "..." : "")
            .Append(Alias(embed.Alias))
            .Append(Quote(embed.Target))
            .Append(embed.Hint is null ? "" : "!" + Quote(embed.Hint))
            .Append(embed.Join switch { JoinKind.Inner => "!inner", JoinKind.Left => "!left", _ => "" })
            .Append('(').Append(Print(embed.Items)).Append(')').ToString(),
        _ => "*",
    };

    private static string Print(Aggregate? aggregate) => aggregate is null ? "" : $".{aggregate.ToString()!.ToLowerInvariant()}()";

    private static string Alias(string? alias) => alias is null ? "" : Quote(alias) + ":";

    private static string Cast(string? cast) => cast is null ? "" : "::" + cast;

    private static void AddRows(List<(string, string)> pairs, string prefix, RowsQuery rows)
    {
        pairs.AddRange(rows.Filters.Select(filter => filter is Junction<FieldPath> junction
            ? (prefix + (junction.Negated ? "not." : "") + (junction.Connective == Connective.And ? "and" : "or"), Children(junction))
            : Single(prefix, filter)));
        if (!rows.Order.IsEmpty)
        {
            pairs.Add((prefix + "order", string.Join(',', rows.Order.Select(Print))));
        }

        if (rows.Limit is { } limit)
        {
            pairs.Add((prefix + "limit", $"{limit}"));
        }

        if (rows.Offset > 0)
        {
            pairs.Add((prefix + "offset", $"{rows.Offset}"));
        }
    }

    private static string Children(Junction<FieldPath> junction) => $"({string.Join(',', junction.Children.Select(FilterPrinter.Print))})";

    /// <summary>Outside of trees a value reaches to the parameter's end and has no quotes.</summary>
    private static (string, string) Single(string prefix, FilterNode<FieldPath> filter)
    {
        var field = Field(filter);
        var operation = FilterPrinter.Print(filter)[(FilterPrinter.Print(field).Length + 1)..];
        var value = filter switch
        {
            ColumnComparison<FieldPath> comparison => comparison.Value,
            QuantifiedComparison<FieldPath> quantified => quantified.Array,
            FullTextMatch<FieldPath> match => match.Value,
            _ => null,
        };
        return (prefix + FilterPrinter.Print(field), value is null ? operation : operation[..operation.IndexOf('"', StringComparison.Ordinal)] + value);
    }

    private static FieldPath Field(FilterNode<FieldPath> filter) => filter switch
    {
        ColumnComparison<FieldPath> f => f.Field,
        QuantifiedComparison<FieldPath> f => f.Field,
        FullTextMatch<FieldPath> f => f.Field,
        InList<FieldPath> f => f.Field,
        IsTest<FieldPath> f => f.Field,
        _ => throw new ArgumentException($"{filter.GetType()} has no field", nameof(filter)),
    };

    private static string Print(OrderTerm term) =>
        (term.Embed is null ? FilterPrinter.Print(term.Field) : $"{Quote(term.Embed)}({FilterPrinter.Print(term.Field)})")
        + term.Direction switch { OrderDirection.Ascending => ".asc", OrderDirection.Descending => ".desc", _ => "" }
        + term.Nulls switch { NullsOrder.First => ".nullsfirst", NullsOrder.Last => ".nullslast", _ => "" };

    private static string Quote(string name) => FilterPrinter.Print(new FieldPath(name));
}
