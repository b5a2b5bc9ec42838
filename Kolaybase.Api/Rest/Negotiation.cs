using System.Net.Http.Headers;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest;

/// <summary>
/// What headers ask for beside the query. What this release can't give is refused in PostgREST's words: a client that
/// asked for one object, for CSV or for another schema must not get something else and believe it.
/// </summary>
internal static class Negotiation
{
    private const string Exposed = "public";

    /// <summary>Refuses media types, schemas and preferences that are not served.</summary>
    /// <exception cref="Kolaybase.Api.Http.ApiException">406 <c>PGRST107</c> or <c>PGRST106</c>; 400 <c>PGRST127</c>.</exception>
    public static void Check(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        if (accept.Length > 0 && !TakesJson(accept))
        {
            throw RestErrors.NotAcceptable(accept);
        }

        var profile = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? request.Headers["Accept-Profile"] : request.Headers["Content-Profile"];
        if (profile.Count > 0 && profile.ToString() != Exposed)
        {
            throw RestErrors.SchemaNotExposed(profile.ToString(), Exposed);
        }

        if (request.Headers["Prefer"].Any(p => p is not null && p.Contains("resolution=", StringComparison.Ordinal)))
        {
            throw RestErrors.NotImplemented("Upsert (Prefer: resolution=…) is not served yet.");
        }
    }

    /// <summary>Narrows a <c>GET</c> to its <c>Range</c> header (<c>first-last</c> or <c>first-</c>, from 0, in rows); one that is malformed or of another unit is ignored, as HTTP wants (RFC 9110, 14.2).</summary>
    /// <exception cref="Kolaybase.Api.Http.ApiException">416 <c>PGRST103</c>: the last row lies before the first.</exception>
    public static RestQuery Narrow(RestQuery query, HttpRequest request)
    {
        var rows = query.Root;
        if (!HttpMethods.IsGet(request.Method) || request.Headers.Range.Count != 1 || (request.Headers["Range-Unit"] is { Count: > 0 } unit && unit.ToString() != "items")
            || request.Headers.Range.ToString().Split('-') is not [var from, var to]
            || !long.TryParse(from, System.Globalization.NumberStyles.None, null, out var first))
        {
            return query;
        }

        if (to.Length == 0)
        {
            return query with { Root = rows with { Offset = Math.Max(rows.Offset, first), Limit = Until(rows) is { } end ? Math.Max(0, end - Math.Max(rows.Offset, first)) : null } };
        }

        if (!long.TryParse(to, System.Globalization.NumberStyles.None, null, out var last) || last == long.MaxValue)
        {
            return query;
        }

        if (last < first)
        {
            throw RestErrors.RangeNotSatisfiable("The lower boundary must be lower than or equal to the upper boundary in the Range header.");
        }

        var offset = Math.Max(rows.Offset, first);
        return query with { Root = rows with { Offset = offset, Limit = Math.Max(0, Math.Min(last + 1, Until(rows) ?? long.MaxValue) - offset) } };
    }

    /// <summary>The row before which limit and offset stop; null without a limit.</summary>
    private static long? Until(RowsQuery query) => query.Limit is { } limit ? (limit > long.MaxValue - query.Offset ? long.MaxValue : query.Offset + limit) : null;

    private static bool TakesJson(string accept)
    {
        foreach (var part in accept.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (MediaTypeWithQualityHeaderValue.TryParse(part, out var type) && type.Quality is not 0
                && type.MediaType is "*/*" or "application/*" or "application/json" or "application/vnd.pgrst.array+json" or "application/vnd.pgrst.array")
            {
                return true;
            }
        }

        return false;
    }
}
