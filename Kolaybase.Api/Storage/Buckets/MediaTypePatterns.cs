using System.Text.RegularExpressions;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage.Buckets;

/// <summary>What a bucket may take: media types, or all of a kind (<c>image/*</c>).</summary>
internal static partial class MediaTypePatterns
{
    /// <summary>Most of them.</summary>
    public const int Most = 100;

    /// <summary>Checks those of a bucket; null means any.</summary>
    /// <exception cref="ApiException">400.</exception>
    public static string[]? Require(IReadOnlyList<string>? patterns)
    {
        if (patterns is null)
        {
            return null;
        }

        if (patterns.Count is 0 or > Most)
        {
            throw StorageErrors.Invalid("allowedMimeTypes", $"must name 1 to {Most} media types; leave it out, or null, for any");
        }

        return [.. patterns.Select(p => Pattern().IsMatch(p) ? p.ToLowerInvariant() : throw StorageErrors.Invalid("allowedMimeTypes", "has something that is neither a media type such as image/png nor a kind such as image/*"))];
    }

    /// <summary>Whether one of them takes a type.</summary>
    /// <param name="patterns">Null takes everything.</param>
    /// <param name="type">A media type in lower case, without parameters.</param>
    public static bool Take(IReadOnlyList<string>? patterns, string type) =>
        patterns is null || patterns.Any(p => p is "*/*" || (p.EndsWith("/*", StringComparison.Ordinal) ? type.StartsWith(p[..^1], StringComparison.Ordinal) : p == type));

    // RFC 6838, 4.2: restricted names, at most 127 characters each.
    [GeneratedRegex(@"\A(?:\*/\*|[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/(?:\*|[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}))\z")]
    private static partial Regex Pattern();
}
