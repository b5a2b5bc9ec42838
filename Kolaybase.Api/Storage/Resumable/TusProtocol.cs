using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage.Resumable;

/// <summary>
/// The protocol of resumable uploads, <see href="https://tus.io/protocols/resumable-upload">tus 1.0</see>: core, creation, expiration and termination. Its
/// headers, and what every call checks.
/// </summary>
internal static class TusProtocol
{
    public const string Version = "1.0.0";
    public const string Resumable = "Tus-Resumable";
    public const string Versions = "Tus-Version";
    public const string Extensions = "Tus-Extension";
    public const string MaxSize = "Tus-Max-Size";
    public const string Length = "Upload-Length";
    public const string Offset = "Upload-Offset";
    public const string Metadata = "Upload-Metadata";
    public const string Expires = "Upload-Expires";

    /// <summary>Media type of the body of <c>PATCH</c>.</summary>
    public const string ContentType = "application/offset+octet-stream";

    /// <summary>Filter of the calls: the version is the first thing to agree on, and every answer names it.</summary>
    public static ValueTask<object?> Filter(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        context.Response.Headers[Resumable] = Version;
        context.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsOptions(context.Request.Method) || context.Request.Headers[Resumable] is [Version]
            ? next(invocation)
            : throw new ApiException(StatusCodes.Status412PreconditionFailed, ErrorCodes.UploadProtocol, "The header Tus-Resumable must be 1.0.0.", hint: "Use a client of tus 1.0.")
            {
                Headers = [KeyValuePair.Create(Versions, Version)],
            };
    }

    /// <summary>A number that a header must have.</summary>
    /// <exception cref="ApiException">400.</exception>
    public static long RequireNumber(HttpRequest request, string header) =>
        request.Headers[header] is [{ Length: > 0 and <= 19 } text] && long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.BadRequest, $"The header {header} must be a number of bytes.");

    public static ApiException NotFound() =>
        new(StatusCodes.Status404NotFound, ErrorCodes.UploadNotFound, "There is no such upload, or it is not yours.", hint: "Begin it anew: POST …/storage/uploads.");

    public static ApiException Expired() =>
        new(StatusCodes.Status410Gone, ErrorCodes.UploadNotFound, "The upload has expired.", hint: "Begin it anew: POST …/storage/uploads.");

    public static ApiException OtherOffset(string message) =>
        new(StatusCodes.Status409Conflict, ErrorCodes.UploadOffset, message, hint: "Ask for the offset (HEAD), and go on from there.");
}
