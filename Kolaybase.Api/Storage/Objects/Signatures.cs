namespace Kolaybase.Api.Storage.Objects;

/// <summary>
/// Tells the type of bytes by how they begin: formats that say so themselves, and markup that a browser would run. The table is ours, as no
/// library with one is both kept and served; its patterns are those of the WHATWG's "MIME Sniffing" and of the formats' own specifications.
/// </summary>
internal static class Signatures
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Length = 1024;

    private static readonly (byte[] Bytes, int Offset, string Type)[] s_table =
    [
        ([0x89, .. "PNG\r\n\u001a\n"u8], 0, "image/png"),
        ([0xFF, 0xD8, 0xFF], 0, "image/jpeg"),
        ([.. "GIF87a"u8], 0, "image/gif"),
        ([.. "GIF89a"u8], 0, "image/gif"),
        ([.. "WEBP"u8], 8, "image/webp"),
        ([.. "BM"u8], 0, "image/bmp"),
        ([0, 0, 1, 0], 0, "image/x-icon"),
        ([.. "II*\0"u8], 0, "image/tiff"),
        ([.. "MM\0*"u8], 0, "image/tiff"),
        ([.. "ftypavif"u8], 4, "image/avif"),
        ([.. "ftypheic"u8], 4, "image/heic"),
        ([.. "ftypmif1"u8], 4, "image/heif"),
        ([.. "ftypqt  "u8], 4, "video/quicktime"),
        ([.. "ftypM4A "u8], 4, "audio/mp4"),
        ([.. "ftyp"u8], 4, "video/mp4"),
        ([.. "%PDF-"u8], 0, "application/pdf"),
        ([.. "PK\u0003\u0004"u8], 0, "application/zip"),
        ([.. "PK\u0005\u0006"u8], 0, "application/zip"),
        ([0x1F, 0x8B, 0x08], 0, "application/gzip"),
        ([.. "BZh"u8], 0, "application/x-bzip2"),
        ([0xFD, .. "7zXZ\0"u8], 0, "application/x-xz"),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], 0, "application/x-7z-compressed"),
        ([.. "Rar!\u001a\u0007"u8], 0, "application/vnd.rar"),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, "application/zstd"),
        ([.. "ustar"u8], 257, "application/x-tar"),
        ([.. "OggS\0"u8], 0, "application/ogg"),
        ([.. "fLaC"u8], 0, "audio/flac"),
        ([.. "ID3"u8], 0, "audio/mpeg"),
        ([.. "WAVE"u8], 8, "audio/wav"),
        ([.. "AVI "u8], 8, "video/x-msvideo"),
        ([0x1A, 0x45, 0xDF, 0xA3], 0, "video/webm"),
        ([.. "wOFF"u8], 0, "font/woff"),
        ([.. "wOF2"u8], 0, "font/woff2"),
        ([.. "OTTO"u8], 0, "font/otf"),
        ([0, 1, 0, 0, 0], 0, "font/ttf"),
        ([0, .. "asm"u8], 0, "application/wasm"),
        ([0x7F, .. "ELF"u8], 0, "application/x-elf"),
        ([.. "MZ"u8], 0, "application/vnd.microsoft.portable-executable"),
        ([.. "SQLite format 3\0"u8], 0, "application/vnd.sqlite3"),
    ];

    // How HTML begins (MIME Sniffing, 7.1), each followed by a space or ">".
    private static readonly string[] s_html =
        ["<!doctype html", "<html", "<head", "<script", "<iframe", "<h1", "<div", "<font", "<table", "<a", "<style", "<title", "<b", "<body", "<br", "<p", "<!--"];

    /// <summary>The type that the bytes show; null when they show none.</summary>
    public static string? Detect(ReadOnlySpan<byte> head)
    {
        foreach (var (bytes, offset, type) in s_table)
        {
            if (head.Length >= offset + bytes.Length && head.Slice(offset, bytes.Length).SequenceEqual(bytes) && (offset != 8 || head.StartsWith("RIFF"u8)))
            {
                return type;
            }
        }

        return Markup(head);
    }

    private static string? Markup(ReadOnlySpan<byte> head)
    {
        var utf16 = head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? System.Text.Encoding.Unicode : head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? System.Text.Encoding.BigEndianUnicode : null;
        var text = (utf16 ?? System.Text.Encoding.Latin1).GetString(head);
        text = (utf16 is null && head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? text[3..] : text).TrimStart('\uFEFF', ' ', '\t', '\r', '\n', '\f');
        if (text.StartsWith("<svg", StringComparison.OrdinalIgnoreCase))
        {
            return "image/svg+xml";
        }

        if (text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
        {
            return text.Contains("<svg", StringComparison.OrdinalIgnoreCase) ? "image/svg+xml" : text.Contains("<html", StringComparison.OrdinalIgnoreCase) ? "application/xhtml+xml" : "application/xml";
        }

        if (text.StartsWith("<!doctype svg", StringComparison.OrdinalIgnoreCase))
        {
            return "image/svg+xml";
        }

        return Array.Exists(s_html, tag => text.StartsWith(tag, StringComparison.OrdinalIgnoreCase) && (tag == "<!--" || text.Length == tag.Length || text[tag.Length] is ' ' or '>' or '\t' or '\r' or '\n' or '/'))
            ? "text/html"
            : null;
    }
}
