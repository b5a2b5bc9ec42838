using System.Text;
using Kolaybase.Api.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>Where a page of a listing goes on: after an object's path, or after all that begins with a folder's. Opaque to callers.</summary>
/// <param name="After">The path or prefix.</param>
/// <param name="IsFolder">Which of the two.</param>
internal readonly record struct ListCursor(string After, bool IsFolder)
{
    private const int MaxLength = 2_000;

    /// <summary>Cursor of the page after one that ends with an entry.</summary>
    public static string Next(ObjectEntry last) =>
        WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(last.Prefix is { } folder ? "f" + folder : "o" + last.Name));

    /// <summary>Reads one; null when none was given.</summary>
    /// <exception cref="ApiException">400: it is none of ours.</exception>
    public static ListCursor? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            var value = text.Length <= MaxLength ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(WebEncoders.Base64UrlDecode(text)) : "";
            if (value.Length > 1 && (value[0] == 'o' || (value[0] == 'f' && value[^1] == '/')) && !value.Contains('\0', StringComparison.Ordinal))
            {
                return new(value[1..], value[0] == 'f');
            }
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // Told below.
        }

        throw StorageErrors.InvalidParameter("cursor", "is none that a listing gave: take X-Next-Cursor of the page before");
    }
}
