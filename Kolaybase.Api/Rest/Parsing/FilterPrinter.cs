using System.Globalization;
using System.Text;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>Writes filters the way <see cref="FilterParser"/> reads them: every name and value quoted, so that whatever is in them survives.</summary>
internal static class FilterPrinter
{
    /// <summary>A node as it stands inside <c>and=(…)</c>.</summary>
    public static string Print(FilterNode<FieldPath> node)
    {
        var text = new StringBuilder();
        Print(node, text);
        return text.ToString();
    }

    private static void Print(FilterNode<FieldPath> node, StringBuilder text)
    {
        switch (node)
        {
            case ColumnComparison<FieldPath> comparison:
                Head(text, comparison.Field, comparison.Negated).Append(comparison.Operator.Name).Append('.');
                Quote(text, comparison.Value);
                break;
            case QuantifiedComparison<FieldPath> quantified:
                Head(text, quantified.Field, quantified.Negated).Append(quantified.Operator.Name).Append(quantified.Quantifier == Quantifier.Any ? "(any)." : "(all).");
                Quote(text, quantified.Array);
                break;
            case FullTextMatch<FieldPath> match:
                Head(text, match.Field, match.Negated).Append(match.Search switch
                {
                    FullTextSearch.Query => "fts",
                    FullTextSearch.Plain => "plfts",
                    FullTextSearch.Phrase => "phfts",
                    _ => "wfts",
                }).Append(match.Configuration is null ? "." : $"({match.Configuration}).");
                Quote(text, match.Value);
                break;
            case IsTest<FieldPath> test:
                Head(text, test.Field, test.Negated).Append("is.").Append(test.Value switch
                {
                    IsValue.Null => "null",
                    IsValue.NotNull => "not_null",
                    IsValue.True => "true",
                    IsValue.False => "false",
                    _ => "unknown",
                });
                break;
            case InList<FieldPath> list:
                Head(text, list.Field, list.Negated).Append("in.");
                Join(text, list.Values, Quote);
                break;
            case Junction<FieldPath> junction:
                text.Append(junction.Negated ? "not." : "").Append(junction.Connective == Connective.And ? "and" : "or");
                Join(text, junction.Children, (t, child) => Print(child, t));
                break;
            default:
                throw new InvalidOperationException($"No text for {node.GetType()}");
        }
    }

    /// <summary>A field with its JSON path.</summary>
    public static string Print(FieldPath field)
    {
        var text = new StringBuilder();
        Field(text, field);
        return text.ToString();
    }

    private static StringBuilder Head(StringBuilder text, FieldPath field, bool negated) => Field(text, field).Append('.').Append(negated ? "not." : "");

    private static StringBuilder Field(StringBuilder text, FieldPath field)
    {
        Quote(text, field.Name);
        foreach (var step in field.Path)
        {
            text.Append(step.AsText ? "->>" : "->");
            if (step.Key is null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{step.Index}");
            }
            else
            {
                Quote(text, step.Key);
            }
        }

        return text;
    }

    private static void Join<T>(StringBuilder text, IReadOnlyList<T> items, Action<StringBuilder, T> print)
    {
        text.Append('(');
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            print(text, items[i]);
        }

        text.Append(')');
    }

    private static void Quote(StringBuilder text, string value) =>
        text.Append('"').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
}
