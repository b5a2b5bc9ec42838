using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>Reads <c>order=price.desc.nullslast,data-&gt;&gt;lang,client(name).asc</c>.</summary>
internal static class OrderParser
{
    /// <summary>The terms in their order; at least one.</summary>
    public static ImmutableArray<OrderTerm> Parse(string text, RestLimits limits)
    {
        var scanner = new Scanner("order", text);
        var terms = ImmutableArray.CreateBuilder<OrderTerm>();
        do
        {
            if (terms.Count == limits.SelectItems)
            {
                throw NameListParser.TooMany("order", limits);
            }

            scanner.SkipSpace();
            terms.Add(ParseTerm(ref scanner, limits, out var next));
            scanner.SkipSpace();
            if (!scanner.AtEnd && !scanner.At(','))
            {
                throw scanner.Unexpected(next + "\",\" or end of input");
            }
        }
        while (scanner.Skip(','));

        return terms.ToImmutable();
    }

    /// <param name="scanner">Stands at its start.</param>
    /// <param name="limits">What may be asked.</param>
    /// <param name="next">What might have followed beside the end of the term.</param>
    private static OrderTerm ParseTerm(ref Scanner scanner, RestLimits limits, out string next)
    {
        string? embed = null;
        var name = scanner.FieldName();
        if (scanner.Skip('('))
        {
            embed = name;
            scanner.SkipSpace();
            name = scanner.FieldName();
        }

        var path = JsonPathParser.Parse(ref scanner, limits);
        if (embed is not null)
        {
            scanner.SkipSpace();
            scanner.Expect(')', path.IsEmpty ? "letter, digit, \"-\", \"->>\", \"->\" or \")\"" : "\"->>\", \"->\" or \")\"");
        }

        var (direction, nulls) = ParseDirection(ref scanner);
        next = nulls is not null ? ""
            : direction is not null || embed is not null ? "delimiter (.), "
            : path.IsEmpty ? "letter, digit, \"-\", \"->>\", \"->\", delimiter (.), " : "\"->>\", \"->\", delimiter (.), ";
        return new(new(name, path), embed, direction, nulls);
    }

    private static (OrderDirection?, NullsOrder?) ParseDirection(ref Scanner scanner)
    {
        if (!scanner.Skip('.'))
        {
            return default;
        }

        OrderDirection? direction = scanner.Skip("asc") ? OrderDirection.Ascending : scanner.Skip("desc") ? OrderDirection.Descending : null;
        if (direction is not null && !scanner.Skip('.'))
        {
            return (direction, null);
        }

        NullsOrder? nulls = scanner.Skip("nullsfirst") ? NullsOrder.First : scanner.Skip("nullslast") ? NullsOrder.Last : null;
        return nulls is not null ? (direction, nulls)
            : throw (direction is null
                ? scanner.Unexpected("\"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"", instead: "asc")
                : scanner.Unexpected("\"nullsfirst\" or \"nullslast\"", instead: "nullsfirst"));
    }
}
