using System.Text.RegularExpressions;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>
/// A type name as a caller wrote it, taken apart: the name, which the database looks up as a value
/// (<c>to_regtype</c>), and its modifiers, which the type's own input function reads as values. So no
/// text of a caller ever becomes part of a statement, on PostgreSQL 15 too, whose <c>to_regtype</c>
/// forgets modifiers.
/// </summary>
/// <param name="Name">The text without its modifiers, e.g. <c>timestamp with time zone</c> or <c>numeric[]</c>.</param>
/// <param name="Modifiers">E.g. <c>10</c> and <c>2</c> of <c>numeric(10,2)</c>; empty when there are none.</param>
/// <param name="IntervalFields">Fields of an interval (<c>day to second</c>), which are no ordinary modifiers; empty for all of them, null for other types.</param>
internal sealed partial record TypeText(string Name, IReadOnlyList<string> Modifiers, string? IntervalFields = null)
{
    /// <summary>Longest type name, in characters: two quoted names of 63 and their modifiers fit many times.</summary>
    public const int MaxLength = 500;

    private static readonly Dictionary<string, string> Serials = new(StringComparer.OrdinalIgnoreCase)
    {
        ["smallserial"] = "smallserial",
        ["serial2"] = "smallserial",
        ["serial"] = "serial",
        ["serial4"] = "serial",
        ["bigserial"] = "bigserial",
        ["serial8"] = "bigserial",
    };

    /// <summary>The serial word that it is; null for a real type.</summary>
    public string? Serial => Modifiers.Count == 0 ? Serials.GetValueOrDefault(Name) : null;

    /// <summary>Takes a type name apart.</summary>
    /// <param name="text">What the caller wrote.</param>
    /// <param name="fault">What is wrong with it, in words that follow the field's name.</param>
    public static TypeText? Parse(string? text, out string? fault)
    {
        fault = Refuse(text);
        if (fault is not null)
        {
            return null;
        }

        var (start, end) = (-1, -1);
        for (var i = 0; i < text!.Length; i++)
        {
            switch (text[i])
            {
                case '"' or '\'':
                    i = text.IndexOf(text[i], i + 1);
                    if (i < 0)
                    {
                        fault = "is not a type name: a quote is never closed";
                        return null;
                    }

                    break;
                case '(' when start < 0:
                    start = i;
                    break;
                case ')' when start >= 0 && end < 0:
                    end = i;
                    break;
                case '(' or ')':
                    fault = "is not a type name: its brackets don't match";
                    return null;
                default:
                    break;
            }
        }

        if ((start < 0) != (end < 0))
        {
            fault = "is not a type name: its brackets don't match";
            return null;
        }

        if (start < 0)
        {
            return Finish(text, []);
        }

        var modifiers = new List<string>();
        foreach (Match match in Modifier().Matches(text[(start + 1)..end]))
        {
            if (!match.Groups["value"].Success)
            {
                fault = "has modifiers that are neither numbers nor words";
                return null;
            }

            modifiers.Add(Unquote(match.Groups["value"].Value));
        }

        return Finish($"{text[..start].TrimEnd()} {text[(end + 1)..].TrimStart()}", modifiers);
    }

    private static TypeText Finish(string name, IReadOnlyList<string> modifiers)
    {
        name = name.Trim();
        if (Interval().Match(name) is { Success: true } interval)
        {
            var fields = Spaces().Replace(interval.Groups["fields"].Value, " ").ToLowerInvariant();
            return new TypeText("interval" + interval.Groups["array"].Value, modifiers, fields);
        }

        return new TypeText(name, modifiers);
    }

    private static string? Refuse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "must name a type";
        }

        if (text.Length > MaxLength)
        {
            return $"must be a type name of at most {MaxLength} characters";
        }

        // A comment would survive to_regtype and change what the name means when it is read again.
        return text.Contains('\0', StringComparison.Ordinal) || text.Contains("--", StringComparison.Ordinal) || text.Contains("/*", StringComparison.Ordinal)
            ? "must be a type name without comments and NUL characters"
            : null;
    }

    private static string Unquote(string modifier) => modifier[0] is '\'' or '"'
        ? modifier[1..^1].Replace(new string(modifier[0], 2), modifier[..1], StringComparison.Ordinal)
        : modifier;

    // One modifier up to its comma or the end: 10 | -2 | Point | 'x' | "x". Anything else matches without a value.
    [GeneratedRegex("""\G\s*(?:(?<value>-?\d{1,10}|[A-Za-z_]\w*|'(?:[^']|'')*'|"(?:[^"]|"")*")\s*(?:,(?!\s*$)|$)|.+$|(?<=,)$|^$)""", RegexOptions.Singleline)]
    private static partial Regex Modifier();

    [GeneratedRegex(@"^interval(?:\s+(?<fields>year|month|day|hour|minute|second|year\s+to\s+month|day\s+to\s+(?:hour|minute|second)|hour\s+to\s+(?:minute|second)|minute\s+to\s+second))?\s*(?<array>(?:\[\d*\]\s*)*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Interval();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
