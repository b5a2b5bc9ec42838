namespace Kolaybase.Api.Sql.Values;

/// <summary>An array as PostgreSQL writes it: <c>{1,NULL,"a \"b\""}</c>, nested for more dimensions, after its bounds where these do not begin with 1.</summary>
/// <param name="Items">Its elements.</param>
internal sealed record ArrayText(List<ArrayItem> Items)
{
    /// <summary>Takes it apart; null when it is of no such form (<c>int2vector</c>).</summary>
    public static ArrayText? Parse(ReadOnlySpan<byte> text, byte delimiter)
    {
        if (text is [(byte)'[', ..])
        {
            text = text[(text.IndexOf((byte)'=') + 1)..];
        }

        if (text is not [(byte)'{', .., (byte)'}'])
        {
            return null;
        }

        var at = 1;
        return Level(text, ref at, delimiter);
    }

    private static ArrayText Level(ReadOnlySpan<byte> text, ref int at, byte delimiter)
    {
        var items = new List<ArrayItem>();
        while (text[at] != '}')
        {
            if (text[at] == delimiter)
            {
                at++;
            }

            items.Add(Item(text, ref at, delimiter));
        }

        at++;
        return new(items);
    }

    private static ArrayItem Item(ReadOnlySpan<byte> text, ref int at, byte delimiter)
    {
        if (text[at] == '{')
        {
            at++;
            return new(null, Level(text, ref at, delimiter));
        }

        if (text[at] == '"')
        {
            at++;
            return new(Quoted(text, ref at), null);
        }

        var start = at;
        while (text[at] != delimiter && text[at] != '}')
        {
            at++;
        }

        var bare = text[start..at];
        return new(bare.SequenceEqual("NULL"u8) ? null : bare.ToArray(), null);
    }

    private static byte[] Quoted(ReadOnlySpan<byte> text, ref int at)
    {
        var value = new List<byte>();
        for (; text[at] != '"'; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }

            value.Add(text[at]);
        }

        at++;
        return [.. value];
    }
}

/// <summary>An element: a value, null, or an array.</summary>
internal readonly record struct ArrayItem(byte[]? Text, ArrayText? Nested);
