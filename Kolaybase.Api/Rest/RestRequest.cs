using System.Buffers;
using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Api.Rest.Parsing;
using Microsoft.AspNetCore.Http.Features;

namespace Kolaybase.Api.Rest;

/// <summary>What the operations read off a request in the same way.</summary>
internal static class RestRequest
{
    /// <summary>The table's name. Taken from the raw path, since routing leaves <c>%2F</c> undecoded and so can't tell it from <c>%252F</c>.</summary>
    public static string Table(HttpContext http, string routed)
    {
        var path = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        path = path[..(path.IndexOf('?') is var query && query >= 0 ? query : path.Length)];
        var segment = path[(path.LastIndexOf('/') + 1)..];
        return segment.IsEmpty ? routed : QueryStringReader.Decode(segment, plusIsSpace: false);
    }

    /// <summary>The query string.</summary>
    public static RestQuery Query(HttpRequest request, RestLimits limits) => QueryParser.Parse(request.QueryString.Value ?? "", limits);

    /// <summary>The preferences.</summary>
    public static Preferences Preferences(HttpRequest request) => request.HttpContext.Features.Get<Preferences>() ?? Parsing.Preferences.Parse(request.Headers["Prefer"]);

    /// <summary>The body's shape; its bytes are the array that is handed back.</summary>
    /// <exception cref="Kolaybase.Api.Http.ApiException">No JSON, or not the shape of rows.</exception>
    public static async Task<JsonPayload> PayloadAsync(HttpRequest request, RestQuery query, RestLimits limits, CancellationToken cancellationToken)
    {
        if (ContentTypeHeader.Parse(request.ContentType, call: false) != BodyKind.Json)
        {
            throw RestErrors.UnsupportedMediaType(request.ContentType!, "Send application/json, in UTF-8.");
        }

        var body = new ArrayBufferWriter<byte>(request.ContentLength is > 0 and < int.MaxValue and var length ? (int)Math.Min(length, 1024 * 1024) : 4096);
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer)
            {
                body.Write(segment.Span);
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return JsonPayloadParser.Parse(body.WrittenMemory, sameKeys: query.Columns is null, limits);
            }
        }
    }
}
