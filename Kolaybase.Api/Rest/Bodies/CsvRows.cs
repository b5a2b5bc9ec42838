using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest.Bodies;

/// <summary>Writes lines of fields, of which the first names the columns, as a JSON array of objects whose values are strings.</summary>
internal sealed class CsvRows : IDisposable
{
    /// <summary>Longer fields are written in pieces: escaping one takes six times its length at once.</summary>
    private const int PieceBytes = 16 * 1024;

    private readonly BodyBuffer _output;
    private readonly RestLimits _limits;
    private readonly Utf8JsonWriter _json;
    private readonly List<string> _names = [];
    private readonly List<JsonEncodedText> _encodedNames = [];
    private bool _named;
    private int _rows;

    /// <param name="output">Where the JSON goes.</param>
    /// <param name="limits">What may be sent.</param>
    public CsvRows(BodyBuffer output, RestLimits limits)
    {
        (_output, _limits) = (output, limits);
        _json = new(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _json.WriteStartArray();
    }

    /// <summary>How many fields of the line were added.</summary>
    public int Column { get; private set; }

    /// <summary>Adds a field.</summary>
    /// <param name="field">Its bytes, without quotes around it.</param>
    /// <param name="line">The line that it is in, for messages.</param>
    public void Add(ReadOnlySpan<byte> field, int line)
    {
        if (!Utf8.IsValid(field))
        {
            throw RestErrors.Unstorable($"Line {line} of the body is not UTF-8");
        }

        if (_named)
        {
            AddValue(field, line);
        }
        else
        {
            AddName(Encoding.UTF8.GetString(field));
        }

        Column++;
    }

    /// <summary>Ends a line that has fields.</summary>
    /// <param name="line">Its number.</param>
    public void EndLine(int line)
    {
        if (_named)
        {
            RequireColumns(Column == _names.Count, line);
            _json.WriteEndObject();
            if (_json.BytesPending > PieceBytes)
            {
                _json.Flush();
            }
        }

        (_named, Column) = (true, 0);
    }

    /// <summary>Ends the array.</summary>
    public JsonPayload End()
    {
        if (!_named)
        {
            throw RestErrors.InvalidBody("Empty or invalid csv", "The first line names the columns");
        }

        _json.WriteEndArray();
        _json.Flush();
        return new(_output.Written, IsArray: true, _rows, _rows == 0 ? [] : [.. _names]);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void AddName(string name)
    {
        if (_names.Count == JsonPayloadParser.MostKeys)
        {
            throw JsonPayloadParser.TooManyKeys();
        }

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

    private void AddValue(ReadOnlySpan<byte> value, int line)
    {
        RequireColumns(Column < _names.Count, line);
        if (Column == 0)
        {
            if (++_rows > _limits.InsertRows)
            {
                throw JsonPayloadParser.TooManyRows(_limits);
            }

            _json.WriteStartObject();
        }

        _json.WritePropertyName(_encodedNames[Column]);
        if (value.SequenceEqual("NULL"u8))
        {
            _json.WriteNullValue();
        }
        else if (value.Length <= PieceBytes)
        {
            _json.WriteStringValue(value);
        }
        else
        {
            for (; value.Length > PieceBytes; value = value[PieceBytes..])
            {
                _json.WriteStringValueSegment(value[..PieceBytes], isFinalSegment: false);
                _json.Flush();
            }

            _json.WriteStringValueSegment(value, isFinalSegment: true);
        }
    }

    private void RequireColumns(bool asManyAsNamed, int line)
    {
        if (!asManyAsNamed)
        {
            throw RestErrors.InvalidBody(
                "All lines must have same number of fields",
                $"Line {line} has {(Column < _names.Count ? "fewer" : "more")} fields than the {_names.Count} that the first line names");
        }
    }
}
