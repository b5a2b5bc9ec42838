using Kolaybase.Api.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>The bytes of an upload request: the part <c>file</c> of a form (RFC 7578), or the body as it is.</summary>
internal sealed class UploadBody : IDisposable
{
    private const int MaxBoundary = 200;

    /// <summary>Bytes that other fields of the form may have before the file.</summary>
    private const int MaxFields = 64 * 1024;

    private readonly MultipartReader? _form;

    private UploadBody(UploadStream content, long? length, string? contentType, byte[]? digest, MultipartReader? form) =>
        (Content, Length, ContentType, Digest, _form) = (content, length, contentType, digest, form);

    /// <summary>The bytes.</summary>
    public UploadStream Content { get; }

    /// <summary>How many there are; null when the request does not say: a form tells its own length only, which is at least theirs.</summary>
    public long? Length { get; }

    /// <summary>What the request says they are, see <see cref="ContentTypes.Declared"/>.</summary>
    public string? ContentType { get; }

    /// <summary>What SHA-256 they must have; null when the request does not say.</summary>
    public byte[]? Digest { get; }

    /// <summary>Opens the body as far as to the first byte of the file.</summary>
    /// <exception cref="ApiException">400 <c>KB714</c>: no proper form, or one without a file.</exception>
    public static async Task<UploadBody> OpenAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            var length = request.ContentLength;
            return new(new UploadStream(request.Body, length), length, ContentTypes.Declared(request.ContentType), Checksums.Of(request.Headers), null);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > MaxBoundary)
        {
            throw StorageErrors.Incomplete();
        }

        return await GuardAsync(async () =>
        {
            var form = new MultipartReader(boundary.Value!, request.Body) { BodyLengthLimit = null };
            var room = MaxFields;
            while (await form.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (IsFile(section))
                {
                    return new UploadBody(
                        new UploadStream(section.Body, null), null, ContentTypes.Declared(section.ContentType), Checksums.Of(new HeaderDictionary(section.Headers)), form);
                }

                room -= await SkipAsync(section.Body, room, cancellationToken);
            }

            throw StorageErrors.Incomplete();
        });
    }

    /// <summary>Reads what follows the file: a form is complete when its last boundary has come.</summary>
    /// <exception cref="ApiException">400 <c>KB714</c>: it ended before, or holds another file.</exception>
    public Task FinishAsync(CancellationToken cancellationToken) => _form is null ? Task.CompletedTask : GuardAsync(async () =>
    {
        var room = MaxFields;
        while (await _form.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            room -= IsFile(section) ? throw StorageErrors.Incomplete() : await SkipAsync(section.Body, room, cancellationToken);
        }

        return true;
    });

    /// <summary>Says of a fault of the body that it is one; faults of the connection go on as they are.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (IsFaultOfBody(e))
        {
            throw StorageErrors.Incomplete(e);
        }
    }

    /// <summary>What the form's reader and the server throw for bodies that end too soon or are malformed. The client may still be there to read of it.</summary>
    internal static bool IsFaultOfBody(Exception exception) => exception is InvalidDataException or BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest }
        || (exception is IOException and not Microsoft.AspNetCore.Connections.ConnectionResetException && exception.GetType() == typeof(IOException));

    public void Dispose() => Content.Dispose();

    private static bool IsFile(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
        && disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
        // supabase-js names the part nothing at all.
        && (HeaderUtilities.RemoveQuotes(disposition.Name) is { } name && (name.Equals("file", StringComparison.Ordinal) || (name.Length == 0 && disposition.IsFileDisposition())));

    private static async Task<int> SkipAsync(Stream field, int room, CancellationToken cancellationToken)
    {
        var (buffer, skipped) = (new byte[4096], 0);
        while (await field.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            skipped += read;
            if (skipped > room)
            {
                throw StorageErrors.Incomplete();
            }
        }

        return skipped;
    }
}
