using Kolaybase.Api.Http;
using Kolaybase.Api.Storage.Buckets;
using Kolaybase.Api.Storage.Objects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Storage.SignedUrls;

/// <summary><c>POST /buckets/:name/objects/url</c>.</summary>
internal static class SignUpload
{
    /// <summary>An address for reading or for an upload, for callers who may do it themselves. Uploads always come through us: their limits, types and rows are ours to keep.</summary>
    public static async Task<Ok<SignedUrl>> HandleAsync(
        HttpContext context, string name, SignUploadRequest request, ProjectCaller caller, ObjectReader reader, SignedUrls urls, ControlPlane.Objects.ObjectStores stores, StorageDatabase database, StorageOptions options, UploadCheck check, CancellationToken cancellationToken)
    {
        switch (request.Method?.ToUpperInvariant())
        {
            case SignedGrant.Put:
                break;
            case null or SignedGrant.Get:
                return await SignDownload.HandleAsync(context, name, request.Path, caller, reader, urls, stores, database, options, cancellationToken, request.Expiry);
            default:
                throw StorageErrors.Invalid("method", "must be PUT or GET");
        }

        Writers.Require(caller);
        var seconds = SignedExpiry.Require(request.Expiry);
        var target = new UploadTarget(caller, BucketName.RequireKnown(name), ObjectPath.Require(request.Path), request.Upsert ?? false, caller.User?.Id);
        await check.RunAsync(target, cancellationToken);
        var grant = new SignedGrant(SignedGrant.Put, target.Bucket, target.Path, urls.Expiry(seconds), target.Upsert, caller.Role.ToSql(), target.Owner);
        return TypedResults.Ok(new SignedUrl(urls.Sign(caller.Project.Id, grant), seconds));
    }
}

/// <summary>What to sign an address for.</summary>
public sealed record SignUploadRequest
{
    /// <summary>The object's path.</summary>
    public required string Path { get; init; }

    /// <summary><c>PUT</c> for an upload, <c>GET</c> (or not given) for reading.</summary>
    public string? Method { get; init; }

    /// <summary>How long it works in seconds, 60 to 604,800; 3,600 when not given.</summary>
    public int? Expiry { get; init; }

    /// <summary>Whether the upload may replace what is there; false when not given.</summary>
    public bool? Upsert { get; init; }
}
