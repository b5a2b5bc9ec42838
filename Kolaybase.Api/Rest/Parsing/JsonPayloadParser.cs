using System.Text.Json;
using System.Text.Unicode;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>Checks a body without building objects of it: an object or an array of objects, all with the same keys.</summary>
internal static class JsonPayloadParser
{
    /// <summary>PostgreSQL's own limit on columns of a table (MaxHeapAttributeNumber): no row needs more keys.</summary>
    public const int MostKeys = 1600;

    /// <summary>Reads the shape.</summary>
    /// <param name="utf8">The whole body.</param>
    /// <param name="sameKeys">Whether all objects must have the first one's keys; not so when <c>columns=</c> names them.</param>
    /// <param name="limits">What may be sent.</param>
    public static JsonPayload Parse(ReadOnlyMemory<byte> utf8, bool sameKeys, RestLimits limits)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw RestErrors.Unstorable("The body is not UTF-8");
        }

        // One level more than is allowed, so that the limit is told apart from broken JSON.
        var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = limits.JsonDepth + 1 });
        try
        {
            return Read(ref reader, utf8, sameKeys, limits);
        }
        catch (JsonException e)
        {
            throw RestErrors.EmptyOrInvalidJson(utf8.IsEmpty ? "The body is empty" : $"The JSON breaks at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }

    private static JsonPayload Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, bool sameKeys, RestLimits limits)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var keys = ReadFirst(ref reader, limits);
                reader.Read(); // nothing may follow: the reader itself refuses it
                return new(utf8, IsArray: false, Rows: 1, [.. keys]);
            case JsonTokenType.StartArray:
                return ReadArray(ref reader, utf8, sameKeys, limits);
            default:
                reader.Read();
                throw RestErrors.InvalidBody("The body must be a JSON object or an array of objects");
        }
    }

    private static JsonPayload ReadArray(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, bool sameKeys, RestLimits limits)
    {
        List<string>? keys = null;
        var rows = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw RestErrors.InvalidBody("All object keys must match", $"Element {rows} of the array is no object");
            }

            if (++rows > limits.InsertRows)
            {
                throw TooManyRows(limits);
            }

            if (keys is null)
            {
                keys = ReadFirst(ref reader, limits);
            }
            else
            {
                ReadNext(ref reader, keys, sameKeys, rows - 1, limits);
            }
        }

        reader.Read();
        return new(utf8, IsArray: true, rows, keys is null ? [] : [.. keys]);
    }

    private static List<string> ReadFirst(ref Utf8JsonReader reader, RestLimits limits)
    {
        var keys = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = ReadKey(ref reader);
            if (seen.Add(key))
            {
                keys.Add(keys.Count < MostKeys ? key : throw TooManyKeys());
            }

            SkipValue(ref reader, limits);
        }

        return keys;
    }

    private static void ReadNext(ref Utf8JsonReader reader, List<string> keys, bool sameKeys, int row, RestLimits limits)
    {
        // Nearly always the keys come in the first object's order: then no set is needed.
        HashSet<string>? seen = null;
        var position = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (sameKeys && seen is null && position < keys.Count && IsKey(ref reader, keys[position]))
            {
                position++;
            }
            else if (sameKeys)
            {
                seen ??= [.. keys.Take(position)];
                seen.Add(ReadKey(ref reader));
                if (seen.Count > keys.Count)
                {
                    throw OtherKeys(row);
                }
            }

            SkipValue(ref reader, limits);
        }

        if (sameKeys && !(seen?.SetEquals(keys) ?? position == keys.Count))
        {
            throw OtherKeys(row);
        }
    }

    private static ApiException OtherKeys(int row) => RestErrors.InvalidBody(
        "All object keys must match", $"Element {row} of the array has other keys than the first; the parameter 'columns' names the wanted ones when they differ");

    private static bool IsKey(ref Utf8JsonReader reader, string key)
    {
        try
        {
            return reader.ValueTextEquals(key);
        }
        catch (InvalidOperationException)
        {
            throw HalfAPair();
        }
    }

    /// <summary>The refusal of one row more than a body may hold.</summary>
    public static ApiException TooManyRows(RestLimits limits) =>
        RestErrors.Limit(ErrorCodes.TooManyRows, $"A body may hold {limits.InsertRows} rows at most", "Send them in several requests.");

    /// <summary>The refusal of a row with more keys than a table can have columns.</summary>
    public static ApiException TooManyKeys() => RestErrors.InvalidBody($"A row may have {MostKeys} keys at most", "No table has more columns");

    /// <summary>The refusal of a name that PostgreSQL can't store.</summary>
    public static ApiException NulInKey() => RestErrors.Unstorable("A NUL character can't be part of a column's name");

    private static ApiException HalfAPair() => RestErrors.Unstorable("A key of the body holds half of a surrogate pair");

    /// <summary>In bytes. No name is nearly as long; what is longer is not even decoded.</summary>
    private const int LongestKey = 64 * 1024;

    private static string ReadKey(ref Utf8JsonReader reader)
    {
        try
        {
            if (reader.ValueSpan.Length > LongestKey)
            {
                throw RestErrors.InvalidBody("A key of the body is longer than any column's name");
            }

            var key = reader.GetString()!;
            return key.Contains('\0', StringComparison.Ordinal)
                ? throw NulInKey()
                : key;
        }
        catch (InvalidOperationException)
        {
            throw HalfAPair();
        }
    }

    private static void SkipValue(ref Utf8JsonReader reader, RestLimits limits)
    {
        reader.Read();
        var depth = reader.CurrentDepth;
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        do
        {
            // The token that opens a level is counted with the level outside of it.
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= limits.JsonDepth)
            {
                throw RestErrors.Limit(ErrorCodes.JsonTooDeep, $"The JSON is nested deeper than {limits.JsonDepth} levels");
            }
        }
        while (reader.Read() && !(reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray && reader.CurrentDepth == depth));
    }
}
