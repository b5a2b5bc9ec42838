using Kolaybase.Api.Rest.Bodies;
using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Api.Rest.Parsing;
using Microsoft.AspNetCore.Http.Features;

namespace Kolaybase.Api.Rest;

/// <summary>What the operations read off a request in the same way.</summary>
internal static class RestRequest
{
    /// <summary>The name of the table or function. Taken from the raw path, since routing leaves <c>%2F</c> undecoded and so can't tell it from <c>%252F</c>.</summary>
    public static string Table(HttpContext http, string routed)
    {
        var path = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        path = path[..(path.IndexOf('?') is var query && query >= 0 ? query : path.Length)];
        var segment = path[(path.LastIndexOf('/') + 1)..];
        return segment.IsEmpty ? routed : QueryStringReader.Decode(segment, plusIsSpace: false);
    }

    /// <summary>The query string.</summary>
    public static RestQuery Query(HttpRequest request, RestLimits limits) => QueryParser.Parse(request.QueryString.Value ?? "", limits);

    /// <summary>The query string of a call by <c>GET</c> or <c>HEAD</c>, which holds the arguments too.</summary>
    public static RestQuery CallQuery(HttpRequest request, RestLimits limits) => QueryParser.ParseCall(request.QueryString.Value ?? "", limits);

    /// <summary>The preferences, but for those that nobody may have here.</summary>
    public static Preferences Preferences(HttpRequest request, RestLimits limits)
    {
        var preferences = request.HttpContext.Features.Get<Preferences>() ?? Parsing.Preferences.Parse(request.Headers["Prefer"]);
        return limits.AllowTxRollback ? preferences : preferences.WithoutTransaction();
    }

    /// <summary>The rows of a body: JSON as it came, CSV and forms as JSON whose values are strings. The bytes serve until the answer is complete.</summary>
    /// <exception cref="Kolaybase.Api.Http.ApiException">415: none of these; 400: not what it is said to be, or not the shape of rows; 413: too large.</exception>
    public static async Task<JsonPayload> PayloadAsync(HttpRequest request, RestQuery query, RestLimits limits, CancellationToken cancellationToken) => ContentTypeHeader.Parse(request.ContentType, call: false) switch
    {
        BodyKind.Csv => await CsvBody.ReadAsync(request, limits, cancellationToken),
        BodyKind.Form => await FormBody.ReadRowAsync(request, limits, cancellationToken),
        _ => JsonPayloadParser.Parse(await RequestBody.ReadAsync(request, cancellationToken), sameKeys: query.Columns is null, limits),
    };
}
