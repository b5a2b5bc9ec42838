using System.Buffers;
using System.Text;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest.Bodies;

/// <summary>
/// Turns CSV (RFC 4180, UTF-8, with a header) into a JSON array of objects whose values are strings, piece by piece. As in
/// PostgREST the text <c>NULL</c> is null, quoted or not, and blank lines are nothing.
/// </summary>
/// <param name="output">Where the JSON goes.</param>
/// <param name="limits">What may be sent.</param>
internal sealed class CsvToJson(BodyBuffer output, RestLimits limits) : IDisposable
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(",\r\n\""u8);

    private readonly CsvRows _rows = new(output, limits);
    private readonly ArrayBufferWriter<byte> _field = new();
    private State _state = State.Beginning;
    private bool _skipLineFeed;
    private bool _quoted;
    private int _line = 1;

    private enum State
    {
        /// <summary>Before the first byte that is no part of a byte order mark.</summary>
        Beginning,
        FieldStart,
        Plain,
        Quoted,

        /// <summary>Behind a quote in a quoted field: its end, or half of a quote that belongs to it.</summary>
        QuoteInQuoted,
    }

    /// <summary>Takes the next bytes.</summary>
    /// <exception cref="ApiException">400 <c>PGRST102</c>, <c>KB004</c>, <c>KB607</c>; 413 <c>KB413</c>.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[(_state switch
            {
                State.Beginning => SkipByteOrderMark(bytes[0]),
                State.FieldStart => StartField(bytes[0]),
                State.Plain => ReadPlain(bytes),
                State.Quoted => ReadQuoted(bytes),
                _ => ReadBehindQuote(bytes[0]),
            })..];
        }
    }

    /// <summary>The end of the body.</summary>
    public JsonPayload End()
    {
        if (_state == State.Quoted)
        {
            throw Malformed("a quote is not closed");
        }

        if (_state is State.Plain or State.QuoteInQuoted || _rows.Column > 0 || _field.WrittenCount > 0)
        {
            EndField((byte)'\n');
        }

        return _rows.End();
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private int SkipByteOrderMark(byte next)
    {
        var mark = Encoding.UTF8.Preamble;
        if (next == mark[_field.WrittenCount])
        {
            _field.Write([next]);
            if (_field.WrittenCount == mark.Length)
            {
                _field.ResetWrittenCount();
                _state = State.FieldStart;
            }

            return 1;
        }

        _state = _field.WrittenCount == 0 ? State.FieldStart : State.Plain;
        return 0;
    }

    private int StartField(byte next)
    {
        var isRest = _skipLineFeed && next == '\n';
        _skipLineFeed = false;
        if (isRest)
        {
            return 1;
        }

        _quoted = next == '"';
        _state = _quoted ? State.Quoted : State.Plain;
        return _quoted ? 1 : 0;
    }

    private int ReadPlain(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOfAny(Special);
        if (length < 0)
        {
            _field.Write(bytes);
            return bytes.Length;
        }

        _field.Write(bytes[..length]);
        if (bytes[length] == '"')
        {
            throw Malformed("a field with a quote inside has to be quoted itself");
        }

        EndField(bytes[length]);
        return length + 1;
    }

    private int ReadQuoted(ReadOnlySpan<byte> bytes)
    {
        var quote = bytes.IndexOf((byte)'"');
        var inside = quote < 0 ? bytes : bytes[..quote];
        _field.Write(inside);
        _line += inside.Count((byte)'\n');
        if (quote < 0)
        {
            return bytes.Length;
        }

        _state = State.QuoteInQuoted;
        return quote + 1;
    }

    private int ReadBehindQuote(byte next)
    {
        switch (next)
        {
            case (byte)'"':
                _field.Write("\""u8);
                _state = State.Quoted;
                return 1;
            case (byte)',' or (byte)'\r' or (byte)'\n':
                EndField(next);
                return 1;
            default:
                throw Malformed("something follows a closing quote");
        }
    }

    private void EndField(byte stop)
    {
        var isBlankLine = stop != ',' && _rows.Column == 0 && _field.WrittenCount == 0 && !_quoted;
        if (!isBlankLine)
        {
            _rows.Add(_field.WrittenSpan, _line);
        }

        _field.ResetWrittenCount();
        (_state, _quoted) = (State.FieldStart, false);
        if (stop == ',')
        {
            return;
        }

        if (!isBlankLine)
        {
            _rows.EndLine(_line);
        }

        _line++;
        _skipLineFeed = stop == '\r';
    }

    private ApiException Malformed(string what) => RestErrors.InvalidBody("Empty or invalid csv", $"In line {_line} {what}");
}
