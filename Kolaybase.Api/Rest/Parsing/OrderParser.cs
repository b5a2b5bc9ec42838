using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>Reads <c>order=price.desc.nullslast,name</c>.</summary>
internal static class OrderParser
{
    /// <summary>The terms in their order; at least one.</summary>
    public static ImmutableArray<OrderTerm> Parse(string text, RestLimits limits)
    {
        var scanner = new Scanner("order", text);
        var terms = ImmutableArray.CreateBuilder<OrderTerm>();
        do
        {
            SelectParser.RequireRoom(terms.Count, "order", limits);
            scanner.SkipSpace();
            terms.Add(ParseTerm(ref scanner));
            scanner.SkipSpace();
        }
        while (scanner.Skip(','));

        return scanner.AtEnd ? terms.ToImmutable() : throw scanner.Unexpected("\",\" or end of input");
    }

    private static OrderTerm ParseTerm(ref Scanner scanner)
    {
        var name = scanner.FieldName();
        if (scanner.At("->"))
        {
            throw RestErrors.NotImplemented("JSON paths (-> and ->>) are not supported yet");
        }

        if (scanner.At('('))
        {
            throw RestErrors.NotImplemented("Ordering by a related table is not supported yet");
        }

        OrderDirection? direction = null;
        NullsOrder? nulls = null;
        if (scanner.Skip('.'))
        {
            direction = scanner.Skip("asc") ? OrderDirection.Ascending : scanner.Skip("desc") ? OrderDirection.Descending : null;
            if (direction is null || scanner.Skip('.'))
            {
                nulls = scanner.Skip("nullsfirst") ? NullsOrder.First : scanner.Skip("nullslast") ? NullsOrder.Last
                    : throw scanner.Unexpected(direction is null ? "\"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"" : "\"nullsfirst\" or \"nullslast\"");
            }
        }

        return scanner.AtEnd || scanner.At(',') || scanner.At(' ')
            ? new(new(name), null, direction, nulls)
            : throw scanner.Unexpected(nulls is null && direction is not null ? "delimiter (.), \",\" or end of input" : "\",\" or end of input");
    }
}
