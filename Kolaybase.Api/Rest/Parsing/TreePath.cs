using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>The name of a parameter, read: <c>posts.comments.data-&gt;&gt;lang</c>.</summary>
/// <param name="Embeds">The embeds it goes through, from the outermost; none for the rows themselves.</param>
/// <param name="Field">The field at its end.</param>
internal readonly record struct TreePath(ImmutableArray<string> Embeds, FieldPath Field)
{
    /// <summary>Reads one.</summary>
    /// <param name="key">The parameter's name, decoded.</param>
    /// <param name="limits">What may be asked.</param>
    public static TreePath Parse(string key, RestLimits limits)
    {
        var scanner = new Scanner("tree path", key);
        var name = scanner.FieldName();
        var embeds = ImmutableArray.CreateBuilder<string>();
        while (scanner.Skip('.'))
        {
            if (embeds.Count == limits.EmbedDepth)
            {
                throw SelectParser.EmbedsTooDeep(limits);
            }

            embeds.Add(name);
            name = scanner.FieldName();
        }

        var path = JsonPathParser.Parse(ref scanner, limits);
        return scanner.AtEnd
            ? new(embeds.ToImmutable(), new(name, path))
            : throw scanner.Unexpected(path.IsEmpty ? "letter, digit, \"-\", delimiter (.), \"->>\", \"->\" or end of input" : "\"->>\", \"->\" or end of input");
    }

    /// <summary>The last word of a name: <c>order</c> of <c>posts.order</c>. Quotes are part of it, so that <c>"order"</c> is a column.</summary>
    public static string LastWord(string key) => key[(key.LastIndexOf('.') + 1)..];
}
