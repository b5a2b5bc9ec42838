using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>
/// Checks the JSON body of a call and finds the names in it. Any JSON value will do, since a function may take the body as it is:
/// names are the keys of an object, or of the first object of an array. No body is an empty object.
/// </summary>
internal static class JsonArgumentsParser
{
    /// <summary>A function has no more parameters (PostgreSQL, K).</summary>
    private const int MostNames = 100;

    /// <summary>Reads the names.</summary>
    /// <param name="utf8">The whole body.</param>
    /// <param name="columns">The names of <c>columns=</c>, of which the body's other keys are ignored; null means all keys count.</param>
    /// <param name="limits">What may be sent.</param>
    /// <exception cref="ApiException">400 <c>PGRST102</c>, <c>KB004</c>, <c>KB606</c>.</exception>
    public static JsonArguments Parse(ReadOnlyMemory<byte> utf8, ImmutableArray<string>? columns, RestLimits limits)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw RestErrors.Unstorable("The body is not UTF-8");
        }

        if (utf8.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return new(ReadOnlyMemory<byte>.Empty, IsArray: false, []);
        }

        // One level more than is allowed, so that the limit is told apart from broken JSON.
        var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = limits.JsonDepth + 1 });
        try
        {
            var (isArray, keys) = Read(ref reader, limits);
            return new(utf8, isArray, columns ?? [.. keys]);
        }
        catch (JsonException e)
        {
            throw RestErrors.EmptyOrInvalidJson($"The JSON breaks at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }

    private static (bool IsArray, List<string> Keys) Read(ref Utf8JsonReader reader, RestLimits limits)
    {
        var keys = new List<string>();
        Next(ref reader, limits);
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        if (isArray)
        {
            Next(ref reader, limits);
        }

        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadKeys(ref reader, keys, limits);
        }

        while (Next(ref reader, limits))
        {
            // The rest has to be JSON, too: the database would refuse it only after it has been sent there.
        }

        return (isArray, keys);
    }

    private static void ReadKeys(ref Utf8JsonReader reader, List<string> keys, RestLimits limits)
    {
        var depth = reader.CurrentDepth;
        while (Next(ref reader, limits) && reader.CurrentDepth > depth)
        {
            // With so many names it fits no function but one that takes the body as it is.
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == depth + 1 && keys.Count <= MostNames)
            {
                keys.Add(Name(ref reader));
            }
        }
    }

    private static bool Next(ref Utf8JsonReader reader, RestLimits limits)
    {
        var some = reader.Read();
        // The token that opens a level is counted with the level outside of it.
        return some && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= limits.JsonDepth
            ? throw RestErrors.Limit(ErrorCodes.JsonTooDeep, $"The JSON is nested deeper than {limits.JsonDepth} levels")
            : some;
    }

    private static string Name(ref Utf8JsonReader reader)
    {
        try
        {
            var name = reader.GetString()!;
            return name.Contains('\0', StringComparison.Ordinal) ? throw RestErrors.Unstorable("A NUL character can't be part of a parameter's name") : name;
        }
        catch (InvalidOperationException)
        {
            throw RestErrors.Unstorable("A key of the body holds half of a surrogate pair");
        }
    }
}
