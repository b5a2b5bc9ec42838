namespace Kolaybase.Api.Sql.Values;

/// <summary>A row as PostgreSQL writes it: <c>(1,,"a ""b""")</c>.</summary>
internal static class CompositeText
{
    /// <summary>The texts of its fields, null for nothing; null when it is of no such form.</summary>
    public static List<byte[]?>? Parse(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'(', .., (byte)')'])
        {
            return null;
        }

        var fields = new List<byte[]?>();
        for (var at = 1; at < text.Length; at++)
        {
            fields.Add(Field(text, ref at));
        }

        return fields;
    }

    // Ends at the comma or bracket behind the field. A quote may be anywhere in it, and doubles itself and backslashes.
    private static byte[]? Field(ReadOnlySpan<byte> text, ref int at)
    {
        var value = new List<byte>();
        var (quoted, some) = (false, false);
        for (; quoted || (text[at] != ',' && (text[at] != ')' || at < text.Length - 1)); at++)
        {
            some = true;
            if (text[at] == '\\' || (quoted && text[at] == '"' && text[at + 1] == '"'))
            {
                value.Add(text[++at]);
            }
            else if (text[at] == '"')
            {
                quoted = !quoted;
            }
            else
            {
                value.Add(text[at]);
            }
        }

        return some ? [.. value] : null;
    }
}
