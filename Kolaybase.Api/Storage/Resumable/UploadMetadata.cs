using System.Text;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage.Resumable;

/// <summary>Header <c>Upload-Metadata</c> (tus 1.0, creation): what is to become of the bytes.</summary>
/// <param name="Bucket"><c>bucket</c>, or <c>bucketName</c> as Supabase's clients say.</param>
/// <param name="Path"><c>path</c>, or <c>objectName</c>.</param>
/// <param name="ContentType"><c>contentType</c>, or <c>filetype</c> as tus' own clients say; null when not told.</param>
/// <param name="Upsert"><c>upsert</c>, or the header <c>x-upsert</c>.</param>
internal sealed record UploadMetadata(string Bucket, string Path, string? ContentType, bool Upsert)
{
    private const int MaxLength = 8 * 1024;

    /// <summary>Reads it.</summary>
    /// <exception cref="ApiException">400.</exception>
    public static UploadMetadata Read(HttpRequest request)
    {
        var text = request.Headers[TusProtocol.Metadata].ToString();
        var values = text.Length <= MaxLength && text.All(c => c is >= ' ' and < '\u007f') ? Parse(text) : throw Malformed();
        return new(
            values.GetValueOrDefault("bucket") ?? values.GetValueOrDefault("bucketName") ?? throw StorageErrors.InvalidParameter("bucket", "is missing in Upload-Metadata"),
            values.GetValueOrDefault("path") ?? values.GetValueOrDefault("objectName") ?? throw StorageErrors.InvalidParameter("path", "is missing in Upload-Metadata"),
            values.GetValueOrDefault("contentType") ?? values.GetValueOrDefault("filetype"),
            (values.GetValueOrDefault("upsert") ?? request.Headers["x-upsert"].ToString()).Equals("true", StringComparison.OrdinalIgnoreCase));
    }

    // filename d29ybGRfZG9taW5hdGlvbl9wbGFuLnBkZg==,is_confidential
    private static Dictionary<string, string> Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split(' ', 2, StringSplitOptions.TrimEntries);
            try
            {
                var value = parts.Length == 1 ? "" : new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(parts[1]));
                if (!values.TryAdd(parts[0], value))
                {
                    throw Malformed();
                }
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                throw Malformed();
            }
        }

        return values;
    }

    private static ApiException Malformed() =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.BadRequest, "Upload-Metadata can't be read.", hint: "Write pairs of a key and a value in Base64, separated by commas (tus 1.0, creation).");
}
