using System.Globalization;
using Kolaybase.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Storage.Resumable;

/// <summary><c>HEAD /uploads/:upload</c> and <c>OPTIONS /uploads</c> (tus 1.0, core).</summary>
internal static class ReadUpload
{
    /// <summary>How far the upload has come.</summary>
    public static async Task<Ok> HandleAsync(HttpContext context, Guid upload, ProjectCaller caller, UploadStates states, CancellationToken cancellationToken)
    {
        var found = await states.FindAsync(caller, upload, cancellationToken);
        var headers = context.Response.Headers;
        headers[TusProtocol.Offset] = found.Received.ToString(CultureInfo.InvariantCulture);
        headers[TusProtocol.Length] = found.Length.ToString(CultureInfo.InvariantCulture);
        headers[TusProtocol.Expires] = found.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
        if (found.Metadata is { Length: > 0 } metadata)
        {
            headers[TusProtocol.Metadata] = metadata;
        }

        return TypedResults.Ok();
    }

    /// <summary>What the server can do.</summary>
    public static NoContent Options(HttpContext context, StorageOptions options)
    {
        context.Response.Headers[TusProtocol.Versions] = TusProtocol.Version;
        context.Response.Headers[TusProtocol.Extensions] = "creation,expiration,termination";
        context.Response.Headers[TusProtocol.MaxSize] = options.MaxObjectBytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }
}
