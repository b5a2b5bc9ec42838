using System.Text;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage;

/// <summary>
/// Checks what a caller names an object, before the database or the store sees it. A path is 1 to 1,024 bytes of UTF-8: segments between slashes, none of them empty, <c>.</c> or <c>..</c>; no control characters, no backslash; nothing that
/// some system would take for a drive or for an encoded spelling of those. Unicode's form NFC is made by the database, which has its tables
/// (<see cref="Sql"/>): this process runs without them.
/// </summary>
internal static class ObjectPath
{
    /// <summary>Longest path, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1024;

    /// <summary>A parameter of a statement as the path that it names.</summary>
    public static string Sql(string parameter) => $"normalize({parameter}, NFC)";

    /// <summary>Checks a path.</summary>
    /// <param name="text">As it came, decoded once.</param>
    /// <param name="field">What to call it in the refusal.</param>
    /// <exception cref="ApiException">400 <c>KB702</c>.</exception>
    public static string Require(string? text, string field = "path")
    {
        if (string.IsNullOrEmpty(text))
        {
            throw Refuse(field, "is empty", "Name the object, such as photos/cat.png.");
        }

        var fault = Fault(text);
        if (fault is not null)
        {
            throw Refuse(field, fault, "Use segments between slashes, such as photos/cat.png.");
        }

        return text;
    }

    /// <summary>Checks a prefix: any beginning of a path, the empty one included.</summary>
    /// <exception cref="ApiException">400 <c>KB702</c>.</exception>
    public static string RequirePrefix(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (Encoding.UTF8.GetByteCount(text) > MaxBytes || text.Any(c => char.IsControl(c) || c == '\\') || HasLoneSurrogate(text))
        {
            throw Refuse("prefix", "is no beginning of a path", "Use the beginning of paths, such as photos/.");
        }

        return text;
    }

    /// <summary>What is wrong; null when nothing.</summary>
    internal static string? Fault(string text)
    {
        if (HasLoneSurrogate(text))
        {
            return "is not valid Unicode";
        }

        // The form NFC may be longer: the table checks it, too.
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            return $"is longer than {MaxBytes} bytes";
        }

        foreach (var c in text)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
            {
                return "has a control character";
            }

            if (c == '\\')
            {
                return "has a backslash";
            }
        }

        if (text[0] == '/')
        {
            return "begins with a slash";
        }

        if (text.Length >= 2 && char.IsAsciiLetter(text[0]) && text[1] == ':')
        {
            return "begins with a drive letter";
        }

        return text.Split('/').Select(FaultOfSegment).FirstOrDefault(f => f is not null);
    }

    private static string? FaultOfSegment(string segment) => segment.Length == 0
        ? "has an empty segment"
        : IsDots(segment) ? "has a segment of dots"
        // A second decoding, wherever it happens, must not make another path of it.
        : segment.Contains('%', StringComparison.Ordinal) && IsUnsafeOnceDecoded(segment) ? "has an encoded slash, dot segment or control character" : null;

    private static bool IsUnsafeOnceDecoded(string segment)
    {
        var decoded = segment;
        // %25 may hide another one; each round makes the text shorter, or ends.
        for (var again = Uri.UnescapeDataString(decoded); again != decoded; again = Uri.UnescapeDataString(decoded))
        {
            decoded = again;
            if (IsDots(decoded) || decoded.Any(c => c is '/' or '\\' || char.IsControl(c)))
            {
                return true;
            }
        }

        return false;
    }

    // Some systems drop trailing dots and spaces: ". ." and ".. " are dots to them.
    private static bool IsDots(string segment) => segment.Trim(' ') is "." or "..";

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }

    private static ApiException Refuse(string field, string fault, string hint) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidObjectPath, $"\"{field}\" {fault}.", hint: hint);
}
