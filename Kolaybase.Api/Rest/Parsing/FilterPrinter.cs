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

    private static StringBuilder Head(StringBuilder text, FieldPath field, bool negated)
    {
        Quote(text, field.Name);
        return text.Append('.').Append(negated ? "not." : "");
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
