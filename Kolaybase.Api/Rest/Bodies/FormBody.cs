using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest.Bodies;

/// <summary>Reads bodies of <c>application/x-www-form-urlencoded</c>: <c>a=1&amp;b=2</c>.</summary>
internal static class FormBody
{
    /// <summary>The fields in their order; a name may repeat, and one without <c>=</c> is empty.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">What may be sent.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ApiException">400 <c>KB004</c>, <c>KB005</c>, <c>KB604</c>; 413 <c>KB413</c>.</exception>
    public static async Task<ImmutableArray<KeyValuePair<string, string>>> ReadAsync(HttpRequest request, RestLimits limits, CancellationToken cancellationToken)
    {
        var utf8 = await RequestBody.ReadAsync(request, limits.FormBytes, cancellationToken);
        if (!Utf8.IsValid(utf8.Span))
        {
            throw RestErrors.Unstorable("The body is not UTF-8");
        }

        return utf8.Span.Count((byte)'&') >= limits.FormFields
            ? throw RestErrors.Limit(ErrorCodes.TooManyItems, $"A form may hold {limits.FormFields} fields at most")
            : [.. QueryStringReader.ReadForm(Encoding.UTF8.GetString(utf8.Span)).Select(field => KeyValuePair.Create(field.Key, field.Value ?? ""))];
    }

    /// <summary>One row of strings. Of a name that repeats the last value counts, as in PostgREST.</summary>
    public static async Task<JsonPayload> ReadRowAsync(HttpRequest request, RestLimits limits, CancellationToken cancellationToken)
    {
        var fields = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in await ReadAsync(request, limits, cancellationToken))
        {
            fields[name] = value;
        }

        if (fields.Count > JsonPayloadParser.MostKeys)
        {
            throw JsonPayloadParser.TooManyKeys();
        }

        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return new(json.GetBuffer().AsMemory(0, (int)json.Length), IsArray: false, Rows: 1, [.. fields.Keys]);
    }
}
