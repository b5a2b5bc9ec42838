using System.Text.Unicode;
using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest.Bodies;

/// <summary>Reads what a function is called with by a body.</summary>
internal static class CallBody
{
    /// <summary>The arguments. Of CSV the first line counts, as the first object of a JSON array does.</summary>
    /// <param name="request">The request.</param>
    /// <param name="query">Its query, whose <c>columns=</c> may name the keys that count.</param>
    /// <param name="limits">What may be sent.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="Http.ApiException">415: of a type that no function takes; 400: not what the type says; 413: too large.</exception>
    public static async Task<CallArguments> ReadAsync(HttpRequest request, RestQuery query, RestLimits limits, CancellationToken cancellationToken) =>
        ContentTypeHeader.Parse(request.ContentType, call: true) switch
        {
            BodyKind.Json => JsonArgumentsParser.Parse(await RequestBody.ReadAsync(request, cancellationToken), query.Columns, limits),
            BodyKind.Csv => OfRows(await CsvBody.ReadAsync(request, limits, cancellationToken), query),
            BodyKind.Form => new TextArguments(await FormBody.ReadAsync(request, limits, cancellationToken)),
            BodyKind.Text => new RawArgument(Checked(await RequestBody.ReadAsync(request, cancellationToken)), RawKind.Text),
            BodyKind.Xml => new RawArgument(Checked(await RequestBody.ReadAsync(request, cancellationToken)), RawKind.Xml),
            _ => new RawArgument(await RequestBody.ReadAsync(request, cancellationToken), RawKind.Bytes),
        };

    private static JsonArguments OfRows(JsonPayload rows, RestQuery query) => new(rows.Utf8, rows.IsArray, query.Columns ?? rows.Keys);

    private static ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte> utf8) => Utf8.IsValid(utf8.Span) ? utf8 : throw RestErrors.Unstorable("The body is not UTF-8");
}
