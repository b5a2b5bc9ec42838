using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest;

/// <summary>What headers ask for beside the query.</summary>
internal static class Negotiation
{
    /// <summary>The most wanted of the media types that can be made.</summary>
    /// <param name="request">The request.</param>
    /// <param name="canMake">Whether one can be made of what is asked for.</param>
    /// <exception cref="Kolaybase.Api.Http.ApiException">406 <c>PGRST107</c>: none can.</exception>
    public static MediaType Pick(HttpRequest request, Func<MediaType, bool> canMake)
    {
        var wanted = AcceptHeader.Parse(request.Headers.Accept.ToString());
        foreach (var type in wanted)
        {
            if (canMake(type))
            {
                return type;
            }
        }

        throw RestErrors.NotAcceptable(wanted);
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
}
