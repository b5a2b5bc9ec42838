namespace Kolaybase.Api.Sql.Statements;

/// <summary>
/// Takes a text of SQL apart at its semicolons, by the lexical rules of PostgreSQL (with <c>standard_conforming_strings</c> on) and of psql. Nobody's
/// rights rest on it: a statement that is cut at a wrong place is refused by the server, or does what its author could have sent by itself.
/// </summary>
internal static class StatementSplitter
{
    /// <summary>The statements that are more than white space and comments.</summary>
    public static List<SqlStatement> Split(string sql)
    {
        var statements = new List<SqlStatement>();
        var words = new StatementWords();
        var (start, brackets, at) = (0, 0, 0);
        while (at < sql.Length)
        {
            var c = sql[at];
            if (c == ';' && brackets == 0 && !words.InBody)
            {
                Add(statements, sql, start, at, words);
                (start, brackets) = (++at, 0);
                continue;
            }

            if (Skipped(sql, at) is { } behind)
            {
                at = behind;
                continue;
            }

            if (IsWordStart(c))
            {
                var end = WordEnd(sql, at);
                // E'…' knows backslashes; the letters of other kinds of strings change nothing here.
                if (c is 'e' or 'E' && end == at + 1 && end < sql.Length && sql[end] == '\'')
                {
                    words.Other();
                    at = Quotes.EndOfEscaped(sql, end);
                    continue;
                }

                words.Add(sql.AsSpan(at, end - at));
                at = end;
                continue;
            }

            words.Other();
            at = c switch
            {
                '\'' => Quotes.End(sql, at, '\''),
                '"' => Quotes.End(sql, at, '"'),
                '$' => Quotes.EndOfDollar(sql, at),
                >= '0' and <= '9' => NumberEnd(sql, at),
                _ => at + 1,
            };
            // CREATE RULE … DO (…; …)
            brackets = Math.Max(0, brackets + c switch { '(' => 1, ')' => -1, _ => 0 });
        }

        Add(statements, sql, start, sql.Length, words);
        return statements;
    }

    private static void Add(List<SqlStatement> statements, string sql, int start, int end, StatementWords words)
    {
        if (words.Any)
        {
            while (char.IsWhiteSpace(sql[start]))
            {
                start++;
            }

            statements.Add(new(sql[start..end], start, words.Kind, words.Command, words.HadBody));
        }

        words.Clear();
    }

    /// <summary>The place behind white space or a comment; null when neither stands here.</summary>
    private static int? Skipped(string sql, int at) => sql[at] switch
    {
        var c when char.IsWhiteSpace(c) => at + 1,
        '-' when Follows(sql, at, '-') => sql.AsSpan(at).IndexOfAny('\n', '\r') is var line && line < 0 ? sql.Length : at + line + 1,
        '/' when Follows(sql, at, '*') => CommentEnd(sql, at),
        _ => null,
    };

    /// <summary>Comments between <c>/*</c> and <c>*/</c> are nested.</summary>
    private static int CommentEnd(string sql, int at)
    {
        var depth = 0;
        while (at < sql.Length)
        {
            if (sql[at] == '/' && Follows(sql, at, '*'))
            {
                (depth, at) = (depth + 1, at + 2);
            }
            else if (sql[at] == '*' && Follows(sql, at, '/'))
            {
                at += 2;
                if (--depth == 0)
                {
                    return at;
                }
            }
            else
            {
                at++;
            }
        }

        return at;
    }

    private static bool Follows(string sql, int at, char c) => at + 1 < sql.Length && sql[at + 1] == c;

    private static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c == '_' || c >= 0x80;

    private static int WordEnd(string sql, int at)
    {
        while (at < sql.Length && (IsWordStart(sql[at]) || char.IsAsciiDigit(sql[at]) || sql[at] == '$'))
        {
            at++;
        }

        return at;
    }

    private static int NumberEnd(string sql, int at)
    {
        while (at < sql.Length && char.IsAsciiLetterOrDigit(sql[at]))
        {
            at++;
        }

        return at;
    }
}
