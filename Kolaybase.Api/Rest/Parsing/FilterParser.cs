using System.Collections.Immutable;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>
/// Reads filters and trees of them: <c>price=not.gte.10</c>, <c>or=(a.eq.1,not.and(data->>b.is.null,c.lt.3))</c>.
/// One instance reads one request, since the number of filters is limited over all of it.
/// </summary>
internal sealed class FilterParser(RestLimits limits)
{
    private int _filters;

    /// <summary>A filter on one field.</summary>
    /// <param name="field">The field that the parameter's name says.</param>
    /// <param name="value">The parameter's value: <c>operator.value</c>.</param>
    public FilterNode<FieldPath> ParseField(FieldPath field, string value)
    {
        var scanner = new Scanner("filter", value);
        return ParseOperation(ref scanner, field, inTree: false);
    }

    /// <summary>A tree.</summary>
    /// <param name="negated">Whether the parameter is <c>not.and</c> or <c>not.or</c>.</param>
    /// <param name="connective">Which of the two it is.</param>
    /// <param name="value">Its value: <c>(a.eq.1,b.eq.2)</c>.</param>
    public FilterNode<FieldPath> ParseTree(bool negated, Connective connective, string value)
    {
        // PostgREST reads and=(…) as if it were and(…), so its columns count the word.
        var word = (negated ? "not.".Length : 0) + (connective == Connective.And ? "and" : "or").Length;
        var scanner = new Scanner("logic tree", value, columnOffset: word);
        var tree = ParseChildren(ref scanner, negated, connective, depth: 1);
        return scanner.AtEnd ? tree : throw scanner.Unexpected("end of input");
    }

    private Junction<FieldPath> ParseChildren(ref Scanner scanner, bool negated, Connective connective, int depth)
    {
        if (depth > limits.FilterDepth)
        {
            throw RestErrors.Limit(ErrorCodes.FiltersTooDeep, $"Filters are nested deeper than {limits.FilterDepth} levels");
        }

        scanner.SkipSpace();
        scanner.Expect('(', "\"(\"");
        var children = ImmutableArray.CreateBuilder<FilterNode<FieldPath>>();
        do
        {
            scanner.SkipSpace();
            children.Add(ParseChild(ref scanner, depth));
            scanner.SkipSpace();
        }
        while (scanner.Skip(','));

        scanner.Expect(')', "\",\" or \")\"");
        scanner.SkipSpace();
        return new(negated, connective, children.ToImmutable());
    }

    private FilterNode<FieldPath> ParseChild(ref Scanner scanner, int depth)
    {
        if (TryParseJunctionHead(ref scanner, out var negated, out var connective))
        {
            return ParseChildren(ref scanner, negated, connective, depth + 1);
        }

        if (!scanner.At('"') && (scanner.AtEnd || scanner.At(')') || scanner.At(',')))
        {
            throw scanner.Unexpected($"{Scanner.FieldNameExpected}, negation operator (not) or logic operator (and, or)");
        }

        var field = new FieldPath(scanner.FieldName(), JsonPathParser.Parse(ref scanner, limits));
        scanner.SkipSpace();
        scanner.Expect('.', "delimiter (.)");
        return ParseOperation(ref scanner, field, inTree: true);
    }

    /// <summary><c>not.and(</c> and the like; a column may be called <c>and</c>, so the bracket decides.</summary>
    private static bool TryParseJunctionHead(ref Scanner scanner, out bool negated, out Connective connective)
    {
        var start = scanner.Position;
        negated = scanner.Skip("not.");
        connective = scanner.Skip("and") ? Connective.And : Connective.Or;
        if (connective == Connective.And || scanner.Skip("or"))
        {
            scanner.SkipSpace();
            if (scanner.At('('))
            {
                return true;
            }
        }

        scanner.ReturnTo(start);
        return false;
    }

    private FilterNode<FieldPath> ParseOperation(ref Scanner scanner, FieldPath field, bool inTree) => ++_filters > limits.Filters
        ? throw RestErrors.Limit(ErrorCodes.TooManyFilters, $"A request may hold {limits.Filters} filters at most", "Use in.(…) for many values of one column.")
        : OperationParser.Parse(ref scanner, field, inTree, limits);
}
