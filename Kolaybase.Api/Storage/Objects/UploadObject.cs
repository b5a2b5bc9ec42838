using Kolaybase.Api.Http;
using Kolaybase.Api.Storage.Buckets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Storage.Objects;

/// <summary><c>POST /buckets/:name/objects</c>.</summary>
internal static class UploadObject
{
    /// <summary>Stores an object: part <c>file</c> of a form, or the body as it is.</summary>
    public static async Task<Created<ObjectEntry>> HandleAsync(
        HttpContext context, string name, string path, ProjectCaller caller, ObjectWriter writer, CancellationToken cancellationToken, bool? upsert = null)
    {
        Writers.Require(caller);
        var target = new UploadTarget(caller, BucketName.RequireKnown(name), ObjectPath.Require(path), upsert ?? false, caller.User?.Id);
        var written = await writer.WriteAsync(target, context.Request, cancellationToken);
        return TypedResults.Created($"/api/projects/{caller.Project.Id}/storage/buckets/{target.Bucket}/objects/download?path={Uri.EscapeDataString(written.Name!)}", written);
    }
}
