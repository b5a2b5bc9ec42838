using Kolaybase.Api.Http;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>
/// SQL expressions that a caller writes (<c>defaultValue.expression</c>, <c>using</c>). Who may change
/// a table may run SQL as the project's owner anyway, and as him the expression runs; what must not
/// happen is that it ends early and the rest is read as another part of the statement.
/// </summary>
/// <remarks>
/// The text is put between brackets. It can't leave them when, outside of its quotes, its own
/// brackets are balanced and never close more than they opened, and when no comment and no
/// semicolon stands there. The reading follows PostgreSQL's lexer (scan.l): <c>''</c>, <c>E''</c> with
/// backslashes, <c>""</c>, <c>$tag$</c>. Whether it means anything is PostgreSQL's to say.
/// </remarks>
internal static class SqlExpression
{
    /// <summary>Longest expression, in characters.</summary>
    public const int MaxLength = 10_000;

    /// <summary>The expression between brackets, ready to stand in DDL.</summary>
    /// <exception cref="ApiException">400 <see cref="ErrorCodes.InvalidExpression"/>.</exception>
    public static string Require(string expression, string field) => Fault(expression) is { } fault
        ? throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.InvalidExpression, $"\"{field}\" {fault}.")
        : $"({expression})";

    /// <summary>What is wrong, in words that follow the field's name; null when it may stand between brackets.</summary>
    public static string? Fault(string expression)
    {
        if (string.IsNullOrWhiteSpace(expression))
        {
            return "must be an SQL expression, not an empty text";
        }

        if (expression.Length > MaxLength)
        {
            return $"must be an SQL expression of at most {MaxLength} characters";
        }

        return expression.Contains('\0', StringComparison.Ordinal) ? "must not hold a NUL character" : Scan(expression);
    }

    private static string? Scan(string text)
    {
        var open = new Stack<char>();
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\'':
                    if (!SkipQuoted(text, ref i, backslashes: i > 0 && text[i - 1] is 'e' or 'E' && (i < 2 || !IsWord(text[i - 2]))))
                    {
                        return "has a quote that is never closed";
                    }

                    if (GoesOn(text, i + 1))
                    {
                        return "has a text that goes on in another line: write it as one";
                    }

                    break;
                case '"':
                    if (!SkipQuoted(text, ref i, backslashes: false))
                    {
                        return "has a double quote that is never closed";
                    }

                    break;
                case '$' when (i == 0 || !IsWord(text[i - 1])) && DollarTag(text, i) is { } tag:
                    var end = text.IndexOf(tag, i + tag.Length, StringComparison.Ordinal);
                    if (end < 0)
                    {
                        return $"has a {tag} that is never closed";
                    }

                    i = end + tag.Length - 1;
                    break;
                case '-' when i + 1 < text.Length && text[i + 1] == '-':
                case '/' when i + 1 < text.Length && text[i + 1] == '*':
                    return "must not hold comments";
                case ';':
                    return "must be one expression: a semicolon may stand only inside quotes";
                case '(' or '[':
                    open.Push(text[i]);
                    break;
                case ')' or ']':
                    if (!open.TryPop(out var opened) || (opened == '(') != (text[i] == ')'))
                    {
                        return "closes a bracket that it did not open";
                    }

                    break;
                default:
                    break;
            }
        }

        return open.Count == 0 ? null : "has a bracket that is never closed";
    }

    private static bool SkipQuoted(string text, ref int i, bool backslashes)
    {
        var quote = text[i];
        for (i++; i < text.Length; i++)
        {
            if (backslashes && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == quote)
            {
                if (i + 1 == text.Length || text[i + 1] != quote)
                {
                    return true;
                }

                i++;
            }
        }

        return false;
    }

    /// <summary>
    /// Constants with nothing but a line break between them are one constant, of the first one's
    /// kind: in <c>E'a' ⏎ '\''</c> the second quote follows a backslash. Nobody needs it here.
    /// </summary>
    private static bool GoesOn(string text, int from)
    {
        var next = from;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        return next < text.Length && text[next] == '\'' && text.AsSpan(from, next - from).IndexOfAny('\n', '\r') >= 0;
    }

    /// <summary>The opening of a dollar-quoted string at that place, e.g. <c>$$</c> or <c>$tag$</c>; null for a parameter (<c>$1</c>) or a lone dollar.</summary>
    private static string? DollarTag(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '$')
            {
                return text[start..(i + 1)];
            }

            if (text[i] == '_' || IsLetter(text[i]) || (i > start + 1 && char.IsAsciiDigit(text[i])))
            {
                continue;
            }

            return null;
        }

        return null;
    }

    // An identifier may go on with letters, digits, _ and $; every byte above 127 is a letter to PostgreSQL.
    private static bool IsWord(char c) => IsLetter(c) || char.IsAsciiDigit(c) || c is '_' or '$';

    private static bool IsLetter(char c) => char.IsAsciiLetter(c) || c > 127;
}
