using System.Collections.Immutable;
using System.Globalization;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>
/// Reads a whole query string. Every parameter which is not one of the reserved words is a filter on
/// the column of that name; a column with a reserved name is filtered by its quoted name
/// (<c>"order"=eq.5</c>) or inside <c>and=(…)</c>.
/// </summary>
internal static class QueryParser
{
    /// <summary>Parses.</summary>
    /// <param name="query">As sent, with or without the question mark.</param>
    /// <param name="limits">What may be asked.</param>
    public static RestQuery Parse(string query, RestLimits limits)
    {
        var filters = ImmutableArray.CreateBuilder<FilterNode<FieldPath>>();
        var parser = new FilterParser(limits);
        string? select = null, order = null, columns = null;
        long? limit = null, offset = null;
        foreach (var (key, value) in QueryStringReader.Read(query))
        {
            switch (key)
            {
                case var _ when value is null:
                case "apikey": // who calls, not what is asked for
                    break;
                case "select":
                    select ??= value;
                    break;
                case "order":
                    order ??= value;
                    break;
                case "columns":
                    columns ??= value;
                    break;
                case "limit":
                    limit ??= ParseCount(key, value);
                    break;
                case "offset":
                    offset ??= ParseCount(key, value);
                    break;
                case "and" or "or" or "not.and" or "not.or":
                    filters.Add(parser.ParseTree(key, value));
                    break;
                case "on_conflict":
                    throw RestErrors.NotImplemented("Upsert (on_conflict) is not supported yet");
                default:
                    filters.Add(parser.ParseColumn(key, value));
                    break;
            }
        }

        return new(
            SelectParser.Parse(select ?? "*", limits),
            new(filters.ToImmutable(), string.IsNullOrEmpty(order) ? [] : OrderParser.Parse(order, limits), limit, offset ?? 0),
            [],
            columns is null ? null : SelectParser.ParseColumns(columns, limits),
            null,
            []);
    }

    private static long ParseCount(string name, string value)
    {
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
        {
            return count >= 0
                ? count
                : throw RestErrors.RangeNotSatisfiable($"{(name == "limit" ? "Limit" : "Offset")} should be greater than or equal to zero.");
        }

        throw new Scanner($"{name} parameter", value).Unexpected("a whole number");
    }
}
