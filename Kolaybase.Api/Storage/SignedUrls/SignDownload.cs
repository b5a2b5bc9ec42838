using Kolaybase.Api.Http;
using Kolaybase.Api.Storage.Buckets;
using Kolaybase.Api.Storage.Objects;
using Kolaybase.ControlPlane.Objects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Storage.SignedUrls;

/// <summary><c>GET /buckets/:name/objects/url</c>.</summary>
internal static class SignDownload
{
    private const int MostAttempts = 3;

    /// <summary>An address for reading, for callers who may read the object themselves.</summary>
    public static async Task<Ok<SignedUrl>> HandleAsync(
        HttpContext context, string name, string path, ProjectCaller caller, ObjectReader reader, SignedUrls urls, ObjectStores stores, StorageDatabase database, StorageOptions options, CancellationToken cancellationToken, int? expiry = null)
    {
        name = BucketName.RequireKnown(name);
        var seconds = SignedExpiry.Require(expiry);
        var (key, store) = (ObjectPath.Require(path), stores.Of(caller.Project));
        // A direct address keeps what is replaced, which counts against the quota: who may only read must not fill it.
        var isDirect = caller.Role == DatabaseRole.ServiceRole || (caller.Project.StorageQuotaBytes ?? options.QuotaBytes) is null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var found = await reader.FindAsync(context.Request, caller, name, key, cancellationToken);
            var disposition = ObjectAnswer.Disposition(found, null).ToString();
            if (!isDirect || store.SignDownload(new ObjectKey(caller.Project.Id, found.Version), TimeSpan.FromSeconds(seconds), found.ContentType, disposition) is not { } direct)
            {
                return TypedResults.Ok(new SignedUrl(urls.Sign(caller.Project.Id, new SignedGrant(SignedGrant.Get, name, found.Name, urls.Expiry(seconds))), seconds));
            }

            // The store does not know of rows: bytes that are replaced have to stay until the address is over.
            var isKept = await database.QueryAsync(
                caller,
                batch => batch.AsProject().Add(
                    "update storage.objects set signed_until = greatest(signed_until, now() + make_interval(secs => $2)) where version = $1 returning 1", found.Version, (double)seconds),
                results => results.Reader.ReadAsync(cancellationToken),
                cancellationToken);
            if (isKept)
            {
                return TypedResults.Ok(new SignedUrl(direct.AbsoluteUri, seconds));
            }

            // Replaced or deleted meanwhile.
        }

        throw new ApiException(StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The object is being replaced all the time, or a trigger of the project keeps its row from being changed.", hint: "Try again after the seconds that Retry-After names.") { RetryAfterSeconds = 1 };
    }
}

/// <summary>An address that works without any header.</summary>
/// <param name="Url">The address.</param>
/// <param name="ExpiresIn">How long it works, in seconds.</param>
public sealed record SignedUrl(string Url, int ExpiresIn);
