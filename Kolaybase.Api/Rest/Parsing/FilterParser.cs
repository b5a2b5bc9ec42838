using System.Collections.Immutable;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>
/// Reads filters: <c>price=not.gte.10</c>, <c>id=in.(1,"a,b")</c>, <c>or=(a.eq.1,not.and(b.is.null,c.lt.3))</c>.
/// One instance reads one request, since the number of filters is limited over all of it.
/// </summary>
internal sealed class FilterParser(RestLimits limits)
{
    private const string OperatorExpected = "operator (eq, gt, ...)";
    private static readonly string[] FullText = ["fts", "plfts", "phfts", "wfts"];
    private int _filters;

    /// <summary>A filter on one column.</summary>
    /// <param name="key">The parameter's name: a column.</param>
    /// <param name="value">Its value: <c>operator.value</c>.</param>
    public FilterNode<FieldPath> ParseColumn(string key, string value)
    {
        var path = new Scanner("tree path", key);
        var name = path.FieldName();
        if (path.At('.'))
        {
            throw RestErrors.NotEmbedded(name);
        }

        RefuseJsonPath(path);
        if (!path.AtEnd)
        {
            throw path.Unexpected("letter, digit, \"-\", delimiter (.) or end of input");
        }

        var scanner = new Scanner("filter", value);
        return ParseOperation(ref scanner, new(name), inTree: false);
    }

    /// <summary>A tree: key <c>and</c>, <c>or</c>, <c>not.and</c>, <c>not.or</c>.</summary>
    public FilterNode<FieldPath> ParseTree(string key, string value)
    {
        var negated = key.StartsWith("not.", StringComparison.Ordinal);
        var connective = key.EndsWith("and", StringComparison.Ordinal) ? Connective.And : Connective.Or;
        var scanner = new Scanner("logic tree", value);
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

        var name = scanner.FieldName();
        RefuseJsonPath(scanner);
        scanner.Expect('.', "delimiter (.)");
        return ParseOperation(ref scanner, new(name), inTree: true);
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

    private FilterNode<FieldPath> ParseOperation(ref Scanner scanner, FieldPath field, bool inTree)
    {
        if (++_filters > limits.Filters)
        {
            throw RestErrors.Limit(ErrorCodes.TooManyFilters, $"A request may hold {limits.Filters} filters at most", "Use in.(…) for many values of one column.");
        }

        var negated = scanner.Skip("not.");
        if (scanner.Skip("in."))
        {
            return new InList<FieldPath>(field, negated, ParseList(ref scanner, inTree));
        }

        return scanner.Skip("is.")
            ? new IsTest<FieldPath>(field, negated, ParseIs(ref scanner, inTree))
            : ParseComparison(ref scanner, field, negated, inTree);
    }

    private static ColumnComparison<FieldPath> ParseComparison(ref Scanner scanner, FieldPath field, bool negated, bool inTree)
    {
        var start = scanner.Position;
        var name = scanner.TakeUntil(".(),");
        if (FullText.Contains(name, StringComparer.Ordinal))
        {
            throw RestErrors.NotImplemented($"The operator '{name}' is not supported yet");
        }

        var found = FilterOperator.Find(name);
        if (found is not null && scanner.At('('))
        {
            throw RestErrors.NotImplemented("The modifiers (any) and (all) of operators are not supported yet");
        }

        if (found is null || !scanner.Skip('.'))
        {
            scanner.ReturnTo(start);
            throw scanner.Unexpected(negated ? OperatorExpected : $"\"not\" or {OperatorExpected}");
        }

        return new(field, negated, found, inTree ? ParseTreeValue(ref scanner) : scanner.TakeRest());
    }

    private static IsValue ParseIs(ref Scanner scanner, bool inTree)
    {
        var start = scanner.Position;
        IsValue? value = scanner.SkipIgnoringCase("not_null") ? IsValue.NotNull
            : scanner.SkipIgnoringCase("null") ? IsValue.Null
            : scanner.SkipIgnoringCase("true") ? IsValue.True
            : scanner.SkipIgnoringCase("false") ? IsValue.False
            : scanner.SkipIgnoringCase("unknown") ? IsValue.Unknown
            : null;
        if (value is null || !(scanner.AtEnd || (inTree && (scanner.At(',') || scanner.At(')') || scanner.At(' ')))))
        {
            scanner.ReturnTo(start);
            throw scanner.Unexpected("isVal: (null, not_null, true, false, unknown)");
        }

        return value.Value;
    }

    private ImmutableArray<string> ParseList(ref Scanner scanner, bool inTree)
    {
        scanner.SkipSpace();
        scanner.Expect('(', "\"(\"");
        // in.() holds no value at all; one empty string is written in.("").
        var empty = scanner.At(')');
        var values = ImmutableArray.CreateBuilder<string>();
        do
        {
            if (values.Count == limits.InListItems)
            {
                throw RestErrors.Limit(ErrorCodes.ListTooLong, $"in.(…) may hold {limits.InListItems} values at most");
            }

            values.Add(ParseQuotedOr(ref scanner, ",)"));
        }
        while (scanner.Skip(','));

        scanner.Expect(')', "\",\" or \")\"");
        scanner.SkipSpace();
        if (!inTree && !scanner.AtEnd)
        {
            throw scanner.Unexpected("end of input");
        }

        return empty ? [] : values.ToImmutable();
    }

    private static string ParseTreeValue(ref Scanner scanner)
    {
        // An array literal keeps its commas: tags.cs.{a,b}
        if (scanner.At('{'))
        {
            var start = scanner.Position;
            var inside = scanner.TakeUntil("}");
            if (scanner.Skip('}') && !inside.AsSpan(1).Contains('{') && (scanner.AtEnd || scanner.At(',') || scanner.At(')')))
            {
                return inside + "}";
            }

            scanner.ReturnTo(start);
        }

        return ParseQuotedOr(ref scanner, ",)");
    }

    /// <summary>A quoted value if the quote closes before a stop, else all up to the stop, as PostgREST does: <c>"a"b</c> is taken as it stands.</summary>
    private static string ParseQuotedOr(ref Scanner scanner, ReadOnlySpan<char> stops)
    {
        if (scanner.At('"'))
        {
            var start = scanner.Position;
            var value = scanner.Quoted();
            if (scanner.AtEnd || stops.Contains(scanner.Current))
            {
                return value;
            }

            scanner.ReturnTo(start);
        }

        return scanner.TakeUntil(stops);
    }

    private static void RefuseJsonPath(in Scanner scanner)
    {
        if (scanner.At("->"))
        {
            throw RestErrors.NotImplemented("JSON paths (-> and ->>) are not supported yet");
        }
    }
}
