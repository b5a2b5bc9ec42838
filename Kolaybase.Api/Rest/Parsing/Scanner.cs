using System.Text;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>
/// Reads one parameter of a query string from left to right; the rules that all grammars share
/// (names, quotes, white space) and the shape of their errors live here.
/// </summary>
/// <param name="what">What is being read, for the message: <c>filter</c>, <c>order</c>, ….</param>
/// <param name="text">The decoded parameter.</param>
/// <param name="columnOffset">How many characters more the columns of errors count, before the text.</param>
internal ref struct Scanner(string what, string text, int columnOffset = 0)
{
    public const string FieldNameExpected = "field name (* or [a..z0..9_$])";

    private readonly string _text = text;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position == _text.Length;

    public readonly char Current => AtEnd ? '\0' : _text[Position];

    public readonly ReadOnlySpan<char> Rest => _text.AsSpan(Position);

    public readonly bool At(char c) => !AtEnd && _text[Position] == c;

    public readonly bool At(string token) => Rest.StartsWith(token, StringComparison.Ordinal);

    public bool Skip(char c)
    {
        if (!At(c))
        {
            return false;
        }

        Position++;
        return true;
    }

    public bool Skip(string token)
    {
        if (!At(token))
        {
            return false;
        }

        Position += token.Length;
        return true;
    }

    public bool SkipIgnoringCase(string token)
    {
        if (!Rest.StartsWith(token, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        Position += token.Length;
        return true;
    }

    public void Expect(char c, string expected)
    {
        if (!Skip(c))
        {
            throw Unexpected(expected);
        }
    }

    public void SkipSpace()
    {
        while (At(' ') || At('\t'))
        {
            Position++;
        }
    }

    /// <summary>Passes one character.</summary>
    public void Advance() => Position++;

    /// <summary>Passes digits and tells how many.</summary>
    public int SkipDigits()
    {
        var length = Rest.IndexOfAnyExceptInRange('0', '9');
        length = length < 0 ? Rest.Length : length;
        Position += length;
        return length;
    }

    /// <summary>What was read since a place.</summary>
    public readonly ReadOnlySpan<char> TextFrom(int position) => _text.AsSpan(position, Position - position);

    public string TakeRest()
    {
        var rest = _text[Position..];
        Position = _text.Length;
        return rest;
    }

    /// <summary>Everything before the first of <paramref name="stops"/>, or all of the rest.</summary>
    public string TakeUntil(ReadOnlySpan<char> stops)
    {
        var length = Rest.IndexOfAny(stops);
        var taken = length < 0 ? _text[Position..] : _text.Substring(Position, length);
        Position += taken.Length;
        return taken;
    }

    /// <summary>Whether a name may begin here.</summary>
    public readonly bool AtFieldName() => At('"') || (!AtEnd && Current != '-' && IsNameCharacter());

    /// <summary>A name: <c>"quoted"</c>, or letters, digits, <c>_ $</c>, spaces inside and hyphens that do not begin <c>-&gt;</c>.</summary>
    public string FieldName()
    {
        if (At('"'))
        {
            return Quoted();
        }

        var from = Position;
        while (!AtEnd && IsNameCharacter())
        {
            Position++;
        }

        var name = _text[from..Position].Trim(' ');
        if (name.Length == 0 || name[0] == '-' || name[^1] == '-')
        {
            Position = from;
            throw Unexpected(FieldNameExpected);
        }

        return name;
    }

    /// <summary>Letters, digits, <c>_ $</c> and spaces inside (<c>double precision</c>); null when there are none.</summary>
    public string? Identifier()
    {
        var from = Position;
        while (!AtEnd && Current != '-' && IsNameCharacter())
        {
            Position++;
        }

        var identifier = _text[from..Position].Trim(' ');
        if (identifier.Length == 0)
        {
            Position = from;
        }

        return identifier.Length == 0 ? null : identifier;
    }

    /// <summary>A value in double quotes; a backslash takes the next character as it is.</summary>
    public string Quoted()
    {
        var opening = Position++;
        var value = new StringBuilder();
        while (!AtEnd)
        {
            switch (_text[Position++])
            {
                case '"':
                    return value.ToString();
                case '\\' when !AtEnd:
                    value.Append(_text[Position++]);
                    break;
                case '\\':
                    break;
                case var c:
                    value.Append(c);
                    break;
            }
        }

        throw Unexpected($"\"\\\"\" that closes the quote at column {opening + 1}");
    }

    /// <summary>Takes a step back to a place read from <see cref="Position"/>.</summary>
    public void ReturnTo(int position) => Position = position;

    /// <summary>
    /// The refusal at this place, in the words of Parsec, PostgREST's parser: it points at a token's start but names the
    /// first character that differs from the token it would have liked, and writes what is left over in single quotes.
    /// </summary>
    /// <param name="expected">What might stand here.</param>
    /// <param name="instead">The first token that was tried.</param>
    public readonly ApiException Unexpected(string expected, string instead = "")
    {
        var at = Position + Rest.CommonPrefixLength(instead);
        if (at == _text.Length)
        {
            return Failure($"unexpected end of input expecting {expected}");
        }

        var quote = expected.EndsWith("end of input", StringComparison.Ordinal) ? '\'' : '"';
        var found = Rune.GetRuneAt(_text, char.IsLowSurrogate(_text[at]) ? at - 1 : at);
        return Failure($"unexpected {quote}{found}{quote} expecting {expected}");
    }

    private readonly ApiException Failure(string details)
    {
        var before = _text.AsSpan(0, Position);
        var line = before.Count('\n') + 1;
        var column = Position - (before.LastIndexOf('\n') + 1) + 1 + (line == 1 ? columnOffset : 0);
        return new(StatusCodes.Status400BadRequest, RestErrors.Parse, $"\"failed to parse {what} ({RestErrors.Shorten(_text)})\" (line {line}, column {column})", details);
    }

    private readonly bool IsNameCharacter()
    {
        var c = _text[Position];
        return char.IsLetter(c) || char.IsAsciiDigit(c) || c is '_' or '$' or ' '
            || (c == '-' && (Position + 1 == _text.Length || _text[Position + 1] != '>'))
            || (char.IsSurrogate(c) && IsLetterOutsideTheBasicPlane());
    }

    private readonly bool IsLetterOutsideTheBasicPlane()
    {
        var at = char.IsLowSurrogate(_text[Position]) && Position > 0 ? Position - 1 : Position;
        return Rune.TryGetRuneAt(_text, at, out var rune) && Rune.IsLetter(rune);
    }
}
