using Kolaybase.Api.Http;
using Kolaybase.Api.Storage.Buckets;
using Kolaybase.ControlPlane.Objects;

namespace Kolaybase.Api.Storage.Objects;

/// <summary><c>GET</c> and <c>HEAD /buckets/:name/objects/download</c>.</summary>
internal static class DownloadObject
{
    /// <summary>The bytes.</summary>
    public static Task<ObjectAnswer> HandleAsync(
        HttpContext context, string name, string path, ProjectCaller caller, ObjectReader reader, ObjectStores stores, CancellationToken cancellationToken, string? download = null)
    {
        // Nobody is told more than by a missing key, also of names that can't be: they are looked up like others.
        var (bucket, key) = (caller.IsNobody ? name : BucketName.RequireKnown(name), ObjectPath.Require(path));
        return ObjectAnswer.MakeAsync(
            context, stores.Of(caller.Project), caller.Project.Id, () => reader.FindAsync(context.Request, caller, bucket, key, cancellationToken), download);
    }
}
