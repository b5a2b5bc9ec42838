namespace Kolaybase.Api.Sql.Values;

/// <summary>Points in time: PostgreSQL separates date and time by a space and leaves out the minutes of an offset, ISO 8601 (and <c>to_json</c>) does neither.</summary>
internal static class IsoTime
{
    private const int Date = 10;

    /// <summary>The other spelling. What is not of the form <c>2024-01-31 12:00:00…</c> (<c>infinity</c>, another <c>DateStyle</c>) stays as it is.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text)
    {
        var space = text.IndexOf((byte)' ');
        if (space < Date || !char.IsAsciiDigit((char)text[0]) || text[space - 3] != '-' || text.Length < space + 9 || text[space + 3] != ':')
        {
            return text;
        }

        var end = text[(space + 1)..].IndexOf((byte)' ') is var era && era < 0 ? text.Length : space + 1 + era;
        var sign = text[(space + 1)..end].IndexOfAny((byte)'+', (byte)'-');
        var hoursOnly = sign >= 0 && end - (space + 1 + sign) == 3;
        byte[] iso = [.. text[..space], (byte)'T', .. text[(space + 1)..end], .. hoursOnly ? ":00"u8 : [], .. text[end..]];
        return iso;
    }
}
