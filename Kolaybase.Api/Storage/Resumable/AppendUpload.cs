using System.Globalization;
using Kolaybase.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Storage.Resumable;

/// <summary><c>PATCH /uploads/:upload</c> (tus 1.0, core).</summary>
internal static class AppendUpload
{
    /// <summary>Takes bytes from an offset on. What has come before a connection breaks is kept; with the last byte the object is there.</summary>
    public static async Task<NoContent> HandleAsync(
        HttpContext context, Guid upload, ProjectCaller caller, UploadStates states, UploadSlots slots, PartsWriter parts, CancellationToken cancellationToken)
    {
        Writers.Require(caller);
        if (context.Request.ContentType?.Split(';', 2)[0].Trim() != TusProtocol.ContentType)
        {
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType, $"The Content-Type must be {TusProtocol.ContentType}.");
        }

        var offset = TusProtocol.RequireNumber(context.Request, TusProtocol.Offset);
        using var slot = slots.Take(caller.Project.Id);
        var taken = await states.TakeAsync(caller, upload, offset, cancellationToken);
        var received = await parts.AppendAsync(caller, taken, context.Request.Body, cancellationToken);
        context.Response.Headers[TusProtocol.Offset] = received.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers[TusProtocol.Expires] = taken.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }
}
