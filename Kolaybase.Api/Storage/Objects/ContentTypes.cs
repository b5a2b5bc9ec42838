using Kolaybase.Api.Http;
using Kolaybase.Api.Storage.Buckets;
using Microsoft.Net.Http.Headers;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>Decides which type an object has: what its bytes show counts more than what the request says, and its name counts nothing.</summary>
internal static class ContentTypes
{
    /// <summary>The type of bytes that nobody knows.</summary>
    public const string Unknown = "application/octet-stream";

    private const int MaxLength = 255;

    /// <summary>Types that other formats are wrapped in: bytes that show one can be what the request says.</summary>
    private static readonly Dictionary<string, string[]> s_containers = new(StringComparer.Ordinal)
    {
        ["application/zip"] = ["application/vnd.", "application/epub+zip", "application/java-archive", "application/x-zip-compressed", "application/msword", "application/octet-stream", "model/"],
        ["application/xml"] = ["text/xml", "application/", "image/svg+xml", "text/"],
        ["application/gzip"] = ["application/x-gzip", "application/x-tar", "application/x-gtar", "application/octet-stream", "image/svg+xml"],
        ["application/ogg"] = ["audio/ogg", "video/ogg", "audio/opus"],
        ["video/webm"] = ["video/x-matroska", "audio/webm", "audio/x-matroska", "video/matroska", "audio/matroska"],
        ["video/mp4"] = ["audio/mp4", "audio/x-m4a", "video/quicktime", "video/3gpp", "video/3gpp2", "video/x-m4v", "audio/aac", "application/mp4", "image/avif", "image/heic", "image/heif"],
        ["video/quicktime"] = ["video/mp4"],
        ["audio/mp4"] = ["audio/x-m4a", "audio/m4a", "video/mp4"],
        ["image/heif"] = ["image/heic", "image/avif"],
        ["audio/wav"] = ["audio/x-wav", "audio/wave", "audio/vnd.wave"],
        ["image/x-icon"] = ["image/vnd.microsoft.icon"],
        ["image/bmp"] = ["image/x-ms-bmp"],
        ["image/tiff"] = ["image/x-", "image/dng"],
        ["audio/mpeg"] = ["audio/mp3"],
        ["font/ttf"] = ["application/x-font-ttf", "font/sfnt", "application/font-sfnt"],
        ["application/vnd.microsoft.portable-executable"] = ["application/x-msdownload", "application/x-dosexec", "application/octet-stream"],
        ["application/x-elf"] = ["application/x-executable", "application/x-sharedlib", "application/octet-stream"],
        ["application/vnd.rar"] = ["application/x-rar-compressed", "application/x-rar"],
        ["application/vnd.sqlite3"] = ["application/x-sqlite3"],
        ["text/html"] = ["text/", "application/xhtml+xml"],
        ["image/svg+xml"] = ["text/", "application/xml"],
    };

    /// <summary>Media types whose bytes show them: what claims to be one and shows nothing is none.</summary>
    private static readonly HashSet<string> s_telling = new(StringComparer.Ordinal)
    {
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/heic", "application/pdf", "application/zip", "application/gzip", "font/woff", "font/woff2", "image/svg+xml",
    };

    /// <summary>Whether a text can be the value of a <c>Content-Type</c>.</summary>
    public static bool IsHeader(string text) => MediaTypeHeaderValue.TryParse(text, out _) && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>Texts that a browser would run as a page of their origin.</summary>
    public static bool IsActive(string contentType)
    {
        var type = Bare(contentType);
        return type is "text/html" or "image/svg+xml" or "text/xml" or "application/xml" or "text/javascript" or "application/javascript" or "application/ecmascript" or "application/x-javascript"
                or "text/ecmascript" or "text/xsl" or "application/xslt+xml" or "application/wasm" or "multipart/related" or "message/rfc822" or "text/css" or "application/x-shockwave-flash"
            || type.EndsWith("+xml", StringComparison.Ordinal) || type.EndsWith("/xml", StringComparison.Ordinal) || type.Contains("html", StringComparison.Ordinal) || type.Contains("script", StringComparison.Ordinal);
    }

    /// <summary>Whether a browser may show it in place: what it knows and never runs.</summary>
    public static bool IsInline(string contentType)
    {
        var type = Bare(contentType);
        return !IsActive(type)
            && (type.StartsWith("image/", StringComparison.Ordinal) || type.StartsWith("audio/", StringComparison.Ordinal) || type.StartsWith("video/", StringComparison.Ordinal)
                || type.StartsWith("font/", StringComparison.Ordinal) || type.StartsWith("text/", StringComparison.Ordinal) || type is "application/pdf" or "application/json");
    }

    /// <summary>What a request says of its bytes, in its normal form; null when it says nothing of use.</summary>
    /// <exception cref="ApiException">415: no media type.</exception>
    public static string? Declared(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return null;
        }

        return header.Length <= MaxLength && MediaTypeHeaderValue.TryParse(header, out var parsed) && parsed is { MatchesAllTypes: false, MatchesAllSubTypes: false } && header.All(c => c is >= ' ' and < '\u007f')
            ? Normal(parsed) is var normal && normal == Unknown ? null : normal
            : throw new ApiException(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType, "Content-Type is no media type.", hint: "Send one such as image/png, or none.");
    }

    /// <summary>The type to keep.</summary>
    /// <param name="declared">From <see cref="Declared"/>.</param>
    /// <param name="head">The first bytes.</param>
    /// <param name="allowed">What the bucket takes; null takes any.</param>
    /// <exception cref="ApiException">415 <c>KB710</c>.</exception>
    public static string Decide(string? declared, ReadOnlySpan<byte> head, IReadOnlyList<string>? allowed)
    {
        var shown = Signatures.Detect(head);
        var bare = declared is null ? null : Bare(declared);
        var kept = shown is null || (bare is not null && IsConsistent(bare, shown)) ? declared ?? Unknown : shown;
        if (allowed is null)
        {
            return kept;
        }

        if (shown is null && bare is not null && s_telling.Contains(bare))
        {
            throw StorageErrors.TypeMismatch(bare);
        }

        // By what the bytes show, too: a page must not come in as text where only images are taken, nor a program as anything else.
        var counts = shown is not null && !MediaTypePatterns.Take(allowed, Bare(kept)) ? shown : Bare(kept);
        return MediaTypePatterns.Take(allowed, counts) ? kept : throw StorageErrors.TypeNotAllowed(counts);
    }

    private static bool IsConsistent(string declared, string shown) =>
        declared == shown || (s_containers.TryGetValue(shown, out var others) && others.Any(o => o[^1] is '/' or '.' or '-' ? declared.StartsWith(o, StringComparison.Ordinal) : declared == o));

    private static string Normal(MediaTypeHeaderValue parsed)
    {
        // Only the charset has a meaning for objects.
        var type = parsed.MediaType.Value!.ToLowerInvariant();
        return parsed.Charset.HasValue && parsed.Charset.Value.Length <= 40 ? $"{type}; charset={parsed.Charset.Value.Trim('"').ToLowerInvariant()}" : type;
    }

    private static string Bare(string contentType) => contentType.Split(';', 2)[0].Trim().ToLowerInvariant();
}
