using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest.Bodies;

/// <summary>Reads bodies of <c>text/csv</c>.</summary>
internal static class CsvBody
{
    /// <summary>The rows. Only the JSON that becomes of them is kept in memory, and it repeats the names with every row: its size has a limit of its own.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">What may be sent.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="Http.ApiException">400 <c>PGRST102</c>, <c>KB004</c>, <c>KB607</c>; 413 <c>KB413</c>.</exception>
    public static async Task<JsonPayload> ReadAsync(HttpRequest request, RestLimits limits, CancellationToken cancellationToken)
    {
        var buffer = new BodyBuffer(request.ContentLength, limits.CsvAsJsonBytes, () => RestErrors.BodyTooLarge(request.ContentType, limits.CsvAsJsonBytes));
        RequestBody.ReleaseAtEnd(buffer, request.HttpContext);
        using var csv = new CsvToJson(buffer, limits);
        await RequestBody.FeedAsync(request, piece => csv.Feed(piece.Span), cancellationToken);
        return csv.End();
    }
}
