using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Callers;
using Microsoft.Net.Http.Headers;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>Finds an object for whoever may read it.</summary>
internal sealed class ObjectReader(StorageDatabase database)
{
    private const string Columns = "o.name, o.size, o.content_type, o.etag, o.updated_at, o.version, o.sha256";

    /// <summary>
    /// The object, or a refusal that does not tell whether there is one: anybody reads public buckets, policies say what else the anon key and
    /// end users read, the service key and members read all.
    /// </summary>
    /// <exception cref="ApiException">404; 401 for nobody where the bucket is not public.</exception>
    public async Task<FoundObject> FindAsync(HttpRequest request, ProjectCaller caller, string bucket, string path, CancellationToken cancellationToken)
    {
        var name = $"o.name = {ObjectPath.Sql("$2::text")}";
        var (isPublic, found) = await database.QueryAsync(
            caller,
            batch =>
            {
                // In a public bucket by the project itself: that it is public is enough, whatever policies the owner has made.
                batch.AsProject()
                    .Add("select b.public from storage.buckets b where b.name = $1 and b.deleting_at is null", bucket)
                    .Add($"select {Columns} from storage.objects o join storage.buckets b on b.name = o.bucket_id where o.bucket_id = $1 and {name} and o.version is not null and (b.public or $3) and b.deleting_at is null", bucket, path, caller.Role == DatabaseRole.ServiceRole);
                if (caller is { IsNobody: false, Role: not DatabaseRole.ServiceRole })
                {
                    batch.AsCaller().Add($"select {Columns} from storage.objects o where o.bucket_id = $1 and {name} and o.version is not null", bucket, path);
                }
            },
            async results =>
            {
                bool? known = await results.Reader.ReadAsync(cancellationToken) ? results.Reader.GetBoolean(0) : null;
                await results.NextAsync(cancellationToken);
                var there = await ReadAsync(results, cancellationToken);
                if (there is null && known is not null && caller is { IsNobody: false, Role: not DatabaseRole.ServiceRole })
                {
                    await results.NextAsync(cancellationToken);
                    there = await ReadAsync(results, cancellationToken);
                }

                return (known, there);
            },
            cancellationToken);
        if (found is not null)
        {
            return found with { IsPublic = isPublic == true };
        }

        throw isPublic == true || (isPublic is not null && caller.Role == DatabaseRole.ServiceRole) ? StorageErrors.ObjectNotFound()
            : caller.IsNobody ? CallerErrors.NoKey(request, dataApi: false)
            // Of a private bucket nobody is told whether it is there: the same answer for no bucket.
            : caller.Role == DatabaseRole.ServiceRole ? StorageErrors.BucketNotFound() : StorageErrors.ObjectNotFound();
    }

    private static async Task<FoundObject?> ReadAsync(StorageResults results, CancellationToken cancellationToken)
    {
        var reader = results.Reader;
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        // The owner, and callers with a policy, can write rows by SQL or the data API: what is no header's value is none here.
        var (type, etag, version) = (reader.GetString(2), reader.GetString(3), reader.GetGuid(5));
        return new FoundObject(
            reader.GetString(0),
            reader.GetInt64(1),
            ContentTypes.IsHeader(type) ? type : ContentTypes.Unknown,
            EntityTagHeaderValue.TryParse($"\"{etag}\"", out _) ? etag : version.ToString("N"),
            await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken),
            version,
            await reader.IsDBNullAsync(6, cancellationToken) ? null : await reader.GetFieldValueAsync<byte[]>(6, cancellationToken));
    }
}

/// <summary>An object that a caller may read.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Etag">What names its bytes.</param>
/// <param name="LastModified">When they were stored.</param>
/// <param name="Version">Their key at the store.</param>
/// <param name="Sha256">Their digest; null when they came in parts.</param>
internal sealed record FoundObject(string Name, long Size, string ContentType, string Etag, DateTimeOffset LastModified, Guid Version, byte[]? Sha256)
{
    /// <summary>Whether its bucket is public.</summary>
    public bool IsPublic { get; init; }
}
