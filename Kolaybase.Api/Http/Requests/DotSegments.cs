namespace Kolaybase.Api.Http.Requests;

/// <summary>
/// Finds <c>.</c> and <c>..</c> among the segments of a request target, in every spelling
/// (<c>..</c>, <c>%2E%2E</c>, <c>.%2e</c>).
/// </summary>
/// <remarks>
/// The server decodes a path and then removes such segments (RFC 3986, 5.2.4), encoded ones too:
/// <c>DELETE …/tables/%2E%2E</c> would reach the project itself. A client that means a table of that
/// name must not delete something else, and nobody needs to climb.
/// </remarks>
internal static class DotSegments
{
    /// <summary>Whether the path of the target has one.</summary>
    public static bool Any(ReadOnlySpan<char> target)
    {
        var end = target.IndexOfAny('?', '#');
        var path = end < 0 ? target : target[..end];
        // A target of the form http://host/path is read by System.Uri, to which a backslash is a slash.
        while (!path.IsEmpty)
        {
            var slash = path.IndexOfAny('/', '\\');
            var segment = slash < 0 ? path : path[..slash];
            if (IsDots(segment))
            {
                return true;
            }

            path = slash < 0 ? [] : path[(slash + 1)..];
        }

        return false;
    }

    private static bool IsDots(ReadOnlySpan<char> segment)
    {
        var dots = 0;
        while (!segment.IsEmpty)
        {
            var length = segment[0] == '.' ? 1 : segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
            if (length == 0 || ++dots > 2)
            {
                return false;
            }

            segment = segment[length..];
        }

        return dots > 0;
    }
}
