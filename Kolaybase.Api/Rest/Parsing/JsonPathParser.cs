using System.Collections.Immutable;
using System.Globalization;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>Reads the arrows behind a column: <c>-&gt;phones-&gt;0-&gt;&gt;number</c>. What <c>-&gt;&gt;</c> yields is text, so nothing follows it.</summary>
internal static class JsonPathParser
{
    private const string IndexEnd = "digit, \"->\", \"::\", \".\", \",\" or end of input";
    private const string KeyExpected = "any non reserved character different from: .,>()";

    /// <summary>The steps; none where no arrow stands.</summary>
    public static ImmutableArray<JsonStep> Parse(ref Scanner scanner, RestLimits limits)
    {
        if (!scanner.At("->"))
        {
            return [];
        }

        var steps = ImmutableArray.CreateBuilder<JsonStep>();
        var asText = false;
        while (!asText && scanner.Skip("->"))
        {
            if (steps.Count == limits.JsonPathSteps)
            {
                throw RestErrors.Limit(ErrorCodes.JsonPathTooLong, $"A JSON path may have {limits.JsonPathSteps} steps at most");
            }

            asText = scanner.Skip('>');
            steps.Add(ParseStep(ref scanner, asText));
        }

        return steps.ToImmutable();
    }

    private static JsonStep ParseStep(ref Scanner scanner, bool asText)
    {
        if (scanner.At('"'))
        {
            return new(scanner.Quoted(), null, asText);
        }

        var start = scanner.Position;
        var negative = scanner.Skip('-');
        var digits = scanner.SkipDigits();
        if (digits > 0 && IsIndexEnd(scanner))
        {
            return int.TryParse(scanner.TextFrom(start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)
                ? new(null, index, asText)
                : throw scanner.Unexpected("an index that fits into 32 bits");
        }

        if (negative)
        {
            throw scanner.Unexpected(digits == 0 ? "digit" : IndexEnd);
        }

        scanner.ReturnTo(start);
        return new(ParseKey(ref scanner), null, asText);
    }

    private static bool IsIndexEnd(in Scanner scanner) =>
        scanner.AtEnd || scanner.At('.') || scanner.At(',') || scanner.At(')') || scanner.At("->") || scanner.At("::");

    /// <summary>Nearly anything: a hyphen only where it begins no arrow, spaces only inside.</summary>
    private static string ParseKey(ref Scanner scanner)
    {
        var start = scanner.Position;
        while (!scanner.AtEnd && !(scanner.Current is '(' or ')' or ':' or '.' or ',' or '>' || scanner.At("->")))
        {
            scanner.Advance();
        }

        var key = scanner.TextFrom(start).ToString().Trim(' ');
        if (key.Length > 0 && key[^1] != '-')
        {
            return key;
        }

        if (key.Length == 0)
        {
            scanner.ReturnTo(start);
        }

        throw scanner.Unexpected(KeyExpected);
    }
}
