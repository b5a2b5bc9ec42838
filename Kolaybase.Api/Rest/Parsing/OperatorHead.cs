namespace Kolaybase.Api.Rest.Parsing;

/// <summary>What stands before the value of a filter: <c>eq.</c>, <c>like(any).</c>, <c>fts(english).</c>, <c>in.</c>, <c>is.</c></summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Operator">The operator; null for full-text search, <c>in</c> and <c>is</c>.</param>
/// <param name="Quantifier"><c>(any)</c> or <c>(all)</c>; null without.</param>
/// <param name="Search">How a full-text search reads its value; null for other operators.</param>
/// <param name="Configuration">The configuration in the brackets of a full-text search; null without.</param>
internal readonly record struct OperatorHead(string Name, FilterOperator? Operator, Quantifier? Quantifier, FullTextSearch? Search, string? Configuration)
{
    /// <summary>
    /// Whether a value is meant as a condition, not as an argument of a function: where a call is read, both look
    /// alike. As in PostgREST, <c>not.</c> is enough.
    /// </summary>
    public static bool Begins(string value)
    {
        var scanner = new Scanner("filter", value);
        return scanner.At("not.") || TryRead(ref scanner, out _);
    }

    /// <summary>Reads one with the dot behind it. When there is none, the scanner stands where it went wrong: at the start if not even the name is known.</summary>
    public static bool TryRead(ref Scanner scanner, out OperatorHead head)
    {
        var start = scanner.Position;
        var name = scanner.TakeUntil(".(),");
        var found = FilterOperator.Find(name);
        head = new(name, found, null, found is null ? FindSearch(name) : null, null);
        if (found is null && head.Search is null && name is not ("in" or "is"))
        {
            scanner.ReturnTo(start);
            return false;
        }

        return (!scanner.At('(') || TryReadBrackets(ref scanner, ref head)) && scanner.Skip('.');
    }

    private static bool TryReadBrackets(ref Scanner scanner, ref OperatorHead head)
    {
        if (head.Operator is not { Quantifiable: true } && head.Search is null)
        {
            return false;
        }

        scanner.Skip('(');
        if (head.Search is not null)
        {
            head = head with { Configuration = scanner.Identifier() };
            return head.Configuration is not null && scanner.Skip(')');
        }

        Quantifier? quantifier = scanner.Skip("any") ? Parsing.Quantifier.Any : scanner.Skip("all") ? Parsing.Quantifier.All : null;
        head = head with { Quantifier = quantifier };
        return quantifier is not null && scanner.Skip(')');
    }

    private static FullTextSearch? FindSearch(string name) => name switch
    {
        "fts" => FullTextSearch.Query,
        "plfts" => FullTextSearch.Plain,
        "phfts" => FullTextSearch.Phrase,
        "wfts" => FullTextSearch.WebSearch,
        _ => null,
    };
}
