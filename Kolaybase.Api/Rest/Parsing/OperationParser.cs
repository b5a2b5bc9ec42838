using System.Collections.Immutable;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>Reads what is said of one field: <c>not.gte.10</c>, <c>in.(1,"a,b")</c>, <c>like(any).{a*,b*}</c>, <c>fts(english).cat</c>.</summary>
internal static class OperationParser
{
    private const string OperatorExpected = "operator (eq, gt, ...)";

    /// <summary>Reads one.</summary>
    /// <param name="scanner">Stands at its start.</param>
    /// <param name="field">The field.</param>
    /// <param name="inTree">Whether it stands among others: then its value ends at a comma or a bracket unless it is quoted.</param>
    /// <param name="limits">What may be asked.</param>
    public static FilterNode<FieldPath> Parse(ref Scanner scanner, FieldPath field, bool inTree, RestLimits limits)
    {
        var negated = scanner.Skip("not.");
        var start = scanner.Position;
        if (!OperatorHead.TryRead(ref scanner, out var head))
        {
            var nameKnown = scanner.Position > start;
            throw !nameKnown && inTree && field is { Name: "not", Path: [] } ? scanner.Unexpected("logic operator (and, or)")
                : nameKnown || negated ? scanner.Unexpected(OperatorExpected)
                : scanner.Unexpected($"\"not\" or {OperatorExpected}", instead: "not");
        }

        return head switch
        {
            { Name: "in" } => new InList<FieldPath>(field, negated, ParseList(ref scanner, inTree, limits)),
            { Name: "is" } => new IsTest<FieldPath>(field, negated, ParseIs(ref scanner, inTree)),
            { Search: { } search } => new FullTextMatch<FieldPath>(field, negated, search, head.Configuration, ParseValue(ref scanner, inTree)),
            { Quantifier: { } quantifier } => new QuantifiedComparison<FieldPath>(field, negated, head.Operator!, quantifier, ParseValue(ref scanner, inTree)),
            _ => new ColumnComparison<FieldPath>(field, negated, head.Operator!, ParseValue(ref scanner, inTree)),
        };
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

    private static ImmutableArray<string> ParseList(ref Scanner scanner, bool inTree, RestLimits limits)
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

    private static string ParseValue(ref Scanner scanner, bool inTree)
    {
        if (!inTree)
        {
            return scanner.TakeRest();
        }

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
}
