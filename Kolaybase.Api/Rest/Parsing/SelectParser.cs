using System.Collections.Immutable;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>
/// Reads <c>select=id,total:price::text,data-&gt;&gt;lang,amount.sum(),author:users!inner(name,...city(*))</c>. One instance
/// reads one request, since items and embeds are limited over all levels of it.
/// </summary>
internal sealed class SelectParser(RestLimits limits)
{
    private const string ItemExpected = "\"...\", field name (* or [a..z0..9_$]), \"*\" or \"count()\"";
    private int _items;
    private int _embeds;

    /// <summary>The items; none for an empty text, which asks for empty objects.</summary>
    public ImmutableArray<SelectItem> Parse(string text)
    {
        var scanner = new Scanner("select parameter", text);
        return ParseItems(ref scanner, depth: 0);
    }

    private ImmutableArray<SelectItem> ParseItems(ref Scanner scanner, int depth)
    {
        scanner.SkipSpace();
        if (depth == 0 ? scanner.AtEnd : scanner.At(')'))
        {
            return [];
        }

        var items = ImmutableArray.CreateBuilder<SelectItem>();
        do
        {
            if (_items++ == limits.SelectItems)
            {
                throw NameListParser.TooMany("select", limits);
            }

            scanner.SkipSpace();
            items.Add(ParseItem(ref scanner, depth, out var next));
            scanner.SkipSpace();
            RequireEndOfItem(scanner, depth, next);
        }
        while (scanner.Skip(','));

        return items.ToImmutable();
    }

    private static void RequireEndOfItem(in Scanner scanner, int depth, string next)
    {
        if (scanner.At(','))
        {
            return;
        }

        if (depth == 0 ? !scanner.AtEnd : !scanner.At(')'))
        {
            throw scanner.Unexpected(scanner.AtEnd ? "\",\" or \")\"" : next + (depth == 0 ? "\",\" or end of input" : "\")\", \",\" or end of input"));
        }
    }

    /// <param name="scanner">Stands at its start.</param>
    /// <param name="depth">How many embeds are around it.</param>
    /// <param name="next">What might have followed beside the end of the item.</param>
    private SelectItem ParseItem(ref Scanner scanner, int depth, out string next)
    {
        next = "";
        if (scanner.Skip("..."))
        {
            var target = scanner.FieldName();
            return TryParseEmbed(ref scanner, target, null, spread: true, depth) ?? throw scanner.Unexpected("\"!\" or \"(\"");
        }

        if (scanner.Skip('*'))
        {
            return new SelectAll();
        }

        if (!scanner.AtFieldName())
        {
            throw scanner.Unexpected(ItemExpected);
        }

        string? alias = null;
        var quoted = scanner.At('"');
        var name = scanner.FieldName();
        if (scanner.At(':') && !scanner.At("::"))
        {
            scanner.Skip(':');
            alias = name;
            quoted = scanner.At('"');
            name = scanner.FieldName();
        }

        var isCount = name == "count" && !quoted;
        if (isCount && scanner.Skip("()"))
        {
            next = "\"::\", ";
            return new SelectField(null, alias, null, Aggregate.Count, ParseCast(ref scanner));
        }

        return (isCount ? null : TryParseEmbed(ref scanner, name, alias, spread: false, depth)) ?? (SelectItem)ParseField(ref scanner, name, alias, out next);
    }

    private SelectField ParseField(ref Scanner scanner, string name, string? alias, out string next)
    {
        var path = JsonPathParser.Parse(ref scanner, limits);
        next = path.IsEmpty ? "letter, digit, \"-\", \"->>\", \"->\", \"::\", \".\", " : "\"->>\", \"->\", \"::\", \".\", ";
        var cast = ParseCast(ref scanner);
        next = cast is null ? next : "letter, digit, \".\", ";
        var aggregate = ParseAggregate(ref scanner);
        next = aggregate is null ? next : "\"::\", ";
        return new(new(name, path), alias, cast, aggregate, aggregate is null ? null : ParseCast(ref scanner));
    }

    private static string? ParseCast(ref Scanner scanner) =>
        scanner.Skip("::") ? scanner.Identifier() ?? throw scanner.Unexpected("letter or digit") : null;

    private static Aggregate? ParseAggregate(ref Scanner scanner)
    {
        if (!scanner.Skip('.'))
        {
            return null;
        }

        var aggregate = scanner.Skip("sum") ? Aggregate.Sum
            : scanner.Skip("avg") ? Aggregate.Avg
            : scanner.Skip("count") ? Aggregate.Count
            : scanner.Skip("max") ? Aggregate.Max
            : scanner.Skip("min") ? Aggregate.Min
            : throw scanner.Unexpected("\"sum\", \"avg\", \"count\", \"max\" or \"min\"", instead: "sum");
        return scanner.Skip("()") ? aggregate : throw scanner.Unexpected("\"()\"", instead: "()");
    }

    /// <summary>The embed, when hints and a bracket show that it is one; else the scanner stays where it was.</summary>
    private SelectEmbed? TryParseEmbed(ref Scanner scanner, string target, string? alias, bool spread, int depth)
    {
        var start = scanner.Position;
        string? hint = null;
        JoinKind? join = null;
        for (var i = 0; i < 2 && scanner.Skip('!'); i++)
        {
            var quoted = scanner.At('"');
            var word = scanner.FieldName();
            JoinKind? kind = quoted ? null : word switch { "inner" => JoinKind.Inner, "left" => JoinKind.Left, _ => null };
            join ??= kind;
            // Of two hints the first counts, as in PostgREST.
            hint ??= kind is null ? word : null;
        }

        if (!scanner.Skip('('))
        {
            scanner.ReturnTo(start);
            return null;
        }

        RequireRoomForEmbed(depth);
        var items = ParseItems(ref scanner, depth + 1);
        scanner.Expect(')', "\",\" or \")\"");
        return new(target, alias, hint, join, spread, items);
    }

    private void RequireRoomForEmbed(int depth)
    {
        if (depth == limits.EmbedDepth)
        {
            throw EmbedsTooDeep(limits);
        }

        if (++_embeds > limits.Embeds)
        {
            throw TooManyEmbeds(limits);
        }
    }

    /// <summary>The refusal of an embed inside too many others.</summary>
    public static ApiException EmbedsTooDeep(RestLimits limits) =>
        RestErrors.Limit(ErrorCodes.EmbedsTooDeep, $"Embeds are nested deeper than {limits.EmbedDepth} levels");

    /// <summary>The refusal of one embed more than a request may hold.</summary>
    public static ApiException TooManyEmbeds(RestLimits limits) =>
        RestErrors.Limit(ErrorCodes.TooManyEmbeds, $"A request may hold {limits.Embeds} embeds at most");
}
