using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Objects;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>
/// Answers with an object's bytes. Ranges and conditions (RFC 9110, 13 and 14) are the framework's doing; what must never happen is ours: that a browser
/// runs what somebody has uploaded as a page of this origin.
/// </summary>
internal sealed class ObjectAnswer : IResult
{
    /// <summary>Longest name that a caller may give a download, in characters.</summary>
    private const int MaxFileName = 255;

    private readonly FileStreamHttpResult _file;
    private readonly FoundObject _found;
    private readonly Func<FoundObject, ObjectAnswer>? _remake;
    private readonly Func<Task<FoundObject>>? _find;

    private ObjectAnswer(FileStreamHttpResult file, FoundObject found, Func<Task<FoundObject>>? find, Func<FoundObject, ObjectAnswer>? remake) =>
        (_file, _found, _find, _remake) = (file, found, find, remake);

    /// <summary>Makes the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="store">Where the bytes are.</param>
    /// <param name="projectId">Whose they are.</param>
    /// <param name="find">Finds out what they are.</param>
    /// <param name="download">Null shows it where that is safe; empty has it saved under its own name, other text under that one.</param>
    public static async Task<ObjectAnswer> MakeAsync(HttpContext context, IObjectStore store, Guid projectId, Func<Task<FoundObject>> find, string? download) =>
        Make(context, store, projectId, await find(), download, find);

    private static ObjectAnswer Make(HttpContext context, IObjectStore store, Guid projectId, FoundObject found, string? download, Func<Task<FoundObject>>? find)
    {
        if (context.Request.Headers.Range.Count > 0 && !context.Request.Headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
        {
            // A unit that nobody knows is no range (RFC 9110, 14.2); the framework takes any for bytes.
            context.Request.Headers.Remove("Range");
        }

        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        // A page, a drawing or a script that is opened all the same has no origin, no scripts and nothing to load.
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";
        headers.ContentDisposition = Disposition(found, download).ToString();
        headers.CacheControl = found.IsPublic ? "public, no-cache" : "private, no-cache";
        if (found.Sha256 is { } digest)
        {
            headers[Checksums.ReprDigest] = Checksums.Format(digest);
        }

        return new(TypedResults.Stream(
            new StoreStream(store, new ObjectKey(projectId, found.Version), found.Size, context.Response),
            found.ContentType,
            fileDownloadName: null,
            // Whole seconds, as the header has them: a comparison with it would fail otherwise.
            lastModified: DateTimeOffset.FromUnixTimeSeconds(found.LastModified.ToUnixTimeSeconds()),
            entityTag: new EntityTagHeaderValue($"\"{found.Etag}\""),
            enableRangeProcessing: true), found, find, again => Make(context, store, projectId, again, download, find: null));
    }

    /// <summary>Sends it; a range or condition that can't be met is refused as everything else is.</summary>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        try
        {
            await _file.ExecuteAsync(httpContext);
        }
        catch (ObjectStoreException e) when (!httpContext.Response.HasStarted)
        {
            // The store is first asked here, behind the filters of the routes.
            if (e.Fault != ObjectStoreFault.Missing || await ReplacedAsync() is not { } replaced)
            {
                throw StorageFaults.OfStore(e);
            }

            var response = httpContext.Response;
            (response.StatusCode, response.ContentLength) = (StatusCodes.Status200OK, null);
            response.Headers.Remove("Content-Range");
            response.Headers.Remove(Checksums.ReprDigest);
            await replaced.ExecuteAsync(httpContext);
            return;
        }

        if (httpContext.Response.HasStarted)
        {
            return;
        }

        switch (httpContext.Response.StatusCode)
        {
            case StatusCodes.Status412PreconditionFailed:
                throw new ApiException(StatusCodes.Status412PreconditionFailed, ErrorCodes.PreconditionFailed, "The object is not as If-Match or If-Unmodified-Since wants it.", hint: "Read it again, and repeat the call with its ETag.");
            case StatusCodes.Status416RangeNotSatisfiable:
                throw new ApiException(StatusCodes.Status416RangeNotSatisfiable, ErrorCodes.RangeNotSatisfiable, "The range lies outside of the object.", hint: $"It has {_found.Size} bytes.")
                {
                    Headers = [KeyValuePair.Create("Content-Range", $"bytes */{_found.Size}")],
                };
            default:
                break;
        }
    }

    /// <summary>What is there now, when the object was replaced and its bytes were removed between our look at its row and at the store.</summary>
    private async Task<ObjectAnswer?> ReplacedAsync()
    {
        try
        {
            return _find is not null && await _find() is var now && now.Version != _found.Version ? _remake!(now) : null;
        }
        catch (Exception e) when (StorageFaults.Explain(e, DatabaseRole.Anon) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Whether it is shown or saved, and under which name (RFC 6266, with the name in UTF-8 by RFC 8187).</summary>
    public static ContentDispositionHeaderValue Disposition(FoundObject found, string? download)
    {
        var disposition = new ContentDispositionHeaderValue(download is null && ContentTypes.IsInline(found.ContentType) ? "inline" : "attachment");
        var name = string.IsNullOrEmpty(download) ? found.Name[(found.Name.LastIndexOf('/') + 1)..] : download;
        disposition.SetHttpFileName(Clean(name));
        return disposition;
    }

    // What a file name can't hold on some system would be cut or replaced there, each in its own way.
    private static string Clean(string name)
    {
        var clean = string.Concat(name.Select(c => char.IsControl(c) || c is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' ? '_' : c));
        return clean.Length <= MaxFileName ? clean : clean[..(char.IsHighSurrogate(clean[MaxFileName - 1]) ? MaxFileName - 1 : MaxFileName)];
    }
}
