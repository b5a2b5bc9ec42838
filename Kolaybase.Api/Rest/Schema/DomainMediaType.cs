namespace Kolaybase.Api.Rest.Schema;

/// <summary>
/// PostgREST's media type handlers: a domain whose name is a media type (<c>CREATE DOMAIN "text/html" AS text</c>) says that a value of
/// it is an answer's body as it is.
/// </summary>
internal static class DomainMediaType
{
    /// <summary>The media type that a type's name is; null when it is no domain, or not called so.</summary>
    public static string? Of(ColumnType type)
    {
        // A name with a slash is always quoted, and stands last; no media type has a quote in it, which would be doubled.
        if (type.Oid == type.BaseOid || type.Sql is not [.. var before, '"'] || before.LastIndexOf('"') is not (var open and >= 0) || before[..open].EndsWith('"'))
        {
            return null;
        }

        var name = before[(open + 1)..];
        return name.Split('/') is [{ Length: > 0 } kind, { Length: > 0 } subtype] && IsToken(kind) && IsToken(subtype) ? name.ToLowerInvariant() : null;
    }

    /// <summary>RFC 9110, 5.6.2.</summary>
    private static bool IsToken(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
