using System.Collections.Immutable;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>Reads lists of columns: <c>columns=a,"b c"</c>, <c>on_conflict=a,b</c>.</summary>
internal static class NameListParser
{
    /// <summary>The names in their order; at least one.</summary>
    /// <param name="parameter">The parameter's name, for messages.</param>
    /// <param name="text">Its value.</param>
    /// <param name="limits">What may be asked.</param>
    public static ImmutableArray<string> Parse(string parameter, string text, RestLimits limits)
    {
        var scanner = new Scanner($"{parameter} parameter", text);
        var names = ImmutableArray.CreateBuilder<string>();
        do
        {
            if (names.Count == limits.SelectItems)
            {
                throw TooMany(parameter, limits);
            }

            scanner.SkipSpace();
            names.Add(scanner.FieldName());
            scanner.SkipSpace();
        }
        while (scanner.Skip(','));

        return scanner.AtEnd ? names.ToImmutable() : throw scanner.Unexpected("letter, digit, \"-\", \",\" or end of input");
    }

    /// <summary>The refusal of one item more than a list may hold.</summary>
    public static ApiException TooMany(string parameter, RestLimits limits) =>
        RestErrors.Limit(ErrorCodes.TooManyItems, $"The parameter '{parameter}' may hold {limits.SelectItems} items at most");
}
