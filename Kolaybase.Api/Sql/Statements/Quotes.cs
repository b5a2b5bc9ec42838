namespace Kolaybase.Api.Sql.Statements;

/// <summary>Finds the ends of what is quoted. What is not closed ends with the text: the server says what is wrong with it.</summary>
internal static class Quotes
{
    /// <summary>The place behind what is quoted by a character, which is written twice to stand for itself.</summary>
    public static int End(string sql, int at, char quote)
    {
        // Twice is an end and a beginning: what lies between two of them is quoted either way.
        var end = sql.IndexOf(quote, at + 1);
        return end < 0 ? sql.Length : end + 1;
    }

    /// <summary>The place behind <c>'…'</c> in which a backslash escapes what follows.</summary>
    public static int EndOfEscaped(string sql, int at)
    {
        for (at++; at < sql.Length; at++)
        {
            if (sql[at] == '\\')
            {
                at++;
            }
            else if (sql[at] == '\'')
            {
                if (at + 1 >= sql.Length || sql[at + 1] != '\'')
                {
                    return at + 1;
                }

                at++;
            }
        }

        return sql.Length;
    }

    /// <summary>The place behind <c>$tag$…$tag$</c>, or behind a dollar that quotes nothing (<c>$1</c>).</summary>
    public static int EndOfDollar(string sql, int at)
    {
        var end = at + 1;
        while (end < sql.Length && (char.IsAsciiLetter(sql[end]) || sql[end] == '_' || sql[end] >= 0x80 || (end > at + 1 && char.IsAsciiDigit(sql[end]))))
        {
            end++;
        }

        if (end >= sql.Length || sql[end] != '$')
        {
            return at + 1;
        }

        var tag = sql[at..(end + 1)];
        var close = sql.IndexOf(tag, end + 1, StringComparison.Ordinal);
        return close < 0 ? sql.Length : close + tag.Length;
    }
}
