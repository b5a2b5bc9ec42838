using Microsoft.AspNetCore.Http.Features;

namespace Kolaybase.Api.Tables;

/// <summary>A name that stands in the path.</summary>
/// <remarks>
/// The server decodes everything in a path but <c>%2F</c>, so that a slash in a name can't be told
/// from the three characters <c>%2F</c> in one. Only the undecoded target knows: <c>a%2Fb</c> is the
/// name <c>a/b</c>, <c>a%252Fb</c> is the name <c>a%2Fb</c>.
/// </remarks>
internal static class SegmentName
{
    /// <summary>Position of the table's name in <c>/api/projects/:id/tables/:name</c>, counted in parts between slashes.</summary>
    public const int Table = 5;

    /// <summary>Position of the column's name in <c>…/columns/:col</c>.</summary>
    public const int Column = 7;

    /// <summary>Position of a name after the table's in general: <c>…/foreign-keys/:fk</c>, <c>…/constraints/:constraint</c> and so on.</summary>
    public const int Part = 7;

    /// <summary>The name as its caller meant it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="decoded">The route's value.</param>
    /// <param name="position">Which part of the path it is.</param>
    public static string Of(HttpContext context, string decoded, int position)
    {
        if (!decoded.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            return decoded;
        }

        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var raw = target.Split('?')[0].Split('/');
        return raw.Length == context.Request.Path.Value?.Split('/').Length && position < raw.Length
            ? Uri.UnescapeDataString(raw[position])
            : decoded;
    }
}
