using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest.Bodies;

/// <summary>
/// Turns CSV (RFC 4180, UTF-8, with a header) into a JSON array of objects whose values are strings, piece by piece. As in
/// PostgREST the text <c>NULL</c> is null, quoted or not, and blank lines are nothing.
/// </summary>
internal sealed class CsvToJson : IDisposable
{
    /// <summary>Longer fields are written in pieces: escaping one takes six times its length at once.</summary>
    private const int PieceBytes = 16 * 1024;

    private static readonly SearchValues<byte> Special = SearchValues.Create(",\r\n\""u8);

    private readonly BodyBuffer _output;
    private readonly RestLimits _limits;
    private readonly Utf8JsonWriter _json;
    private readonly ArrayBufferWriter<byte> _field = new();
    private readonly List<string> _names = [];
    private readonly List<JsonEncodedText> _encodedNames = [];
    private State _state = State.Beginning;
    private bool _headerRead;
    private bool _skipLineFeed;
    private bool _quoted;
    private int _column;
    private int _rows;
    private int _line = 1;

    /// <param name="output">Where the JSON goes.</param>
    /// <param name="limits">What may be sent.</param>
    public CsvToJson(BodyBuffer output, RestLimits limits)
    {
        (_output, _limits) = (output, limits);
        _json = new(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _json.WriteStartArray();
    }

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

        if (_state is State.Plain or State.QuoteInQuoted || _column > 0 || _field.WrittenCount > 0)
        {
            EndField((byte)'\n');
        }

        if (!_headerRead)
        {
            throw RestErrors.InvalidBody("Empty or invalid csv", "The first line names the columns");
        }

        _json.WriteEndArray();
        _json.Flush();
        return new(_output.Written, IsArray: true, _rows, _rows == 0 ? [] : [.. _names]);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

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
        var isBlankLine = stop != ',' && _column == 0 && _field.WrittenCount == 0 && !_quoted;
        if (!isBlankLine)
        {
            if (_headerRead)
            {
                WriteField();
            }
            else
            {
                AddName();
            }

            _column++;
        }

        _field.ResetWrittenCount();
        (_state, _quoted) = (State.FieldStart, false);
        if (stop != ',')
        {
            EndLine(isBlankLine);
            _skipLineFeed = stop == '\r';
        }
    }

    private void EndLine(bool isBlank)
    {
        if (!isBlank && _headerRead)
        {
            RequireColumns(_column == _names.Count);
            _json.WriteEndObject();
            if (_json.BytesPending > PieceBytes)
            {
                _json.Flush();
            }
        }

        _headerRead |= !isBlank;
        (_column, _line) = (0, _line + 1);
    }

    private void WriteField()
    {
        RequireColumns(_column < _names.Count);
        if (_column == 0)
        {
            if (++_rows > _limits.InsertRows)
            {
                throw JsonPayloadParser.TooManyRows(_limits);
            }

            _json.WriteStartObject();
        }

        _json.WritePropertyName(_encodedNames[_column]);
        var value = _field.WrittenSpan;
        if (value.SequenceEqual("NULL"u8))
        {
            _json.WriteNullValue();
            return;
        }

        RequireUtf8(value);
        for (; value.Length > PieceBytes; value = value[PieceBytes..])
        {
            _json.WriteStringValueSegment(value[..PieceBytes], isFinalSegment: false);
            _json.Flush();
        }

        // A writer that has begun with segments has to end with one.
        if (_field.WrittenCount > PieceBytes)
        {
            _json.WriteStringValueSegment(value, isFinalSegment: true);
        }
        else
        {
            _json.WriteStringValue(value);
        }
    }

    private void AddName()
    {
        RequireUtf8(_field.WrittenSpan);
        if (_names.Count == JsonPayloadParser.MostKeys)
        {
            throw JsonPayloadParser.TooManyKeys();
        }

        var name = Encoding.UTF8.GetString(_field.WrittenSpan);
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw JsonPayloadParser.NulInKey();
        }

        if (_names.Contains(name))
        {
            throw RestErrors.InvalidBody("Empty or invalid csv", $"The first line names '{RestErrors.Shorten(name)}' twice");
        }

        _names.Add(name);
        _encodedNames.Add(JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
    }

    private void RequireColumns(bool asManyAsNamed)
    {
        if (!asManyAsNamed)
        {
            throw RestErrors.InvalidBody("All lines must have same number of fields", $"Line {_line} has {(_column < _names.Count ? "fewer" : "more")} fields than the {_names.Count} that the first line names");
        }
    }

    private void RequireUtf8(ReadOnlySpan<byte> value)
    {
        if (!Utf8.IsValid(value))
        {
            throw RestErrors.Unstorable($"Line {_line} of the body is not UTF-8");
        }
    }

    private ApiException Malformed(string what) => RestErrors.InvalidBody("Empty or invalid csv", $"In line {_line} {what}");
}
