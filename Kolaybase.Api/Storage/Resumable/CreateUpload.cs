using Kolaybase.Api.Http;
using Kolaybase.Api.Storage.Buckets;
using Kolaybase.Api.Storage.Objects;
using Kolaybase.ControlPlane.Objects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Storage.Resumable;

/// <summary><c>POST /uploads</c> (tus 1.0, creation).</summary>
internal static class CreateUpload
{
    /// <summary>Begins an upload that goes on after a lost connection; everything that can be refused by now is.</summary>
    public static async Task<Created> HandleAsync(
        HttpContext context, ProjectCaller caller, ObjectWriter writer, PartsWriter parts, UploadStates states, ObjectStores stores, StorageDatabase database, StorageOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        Writers.Require(caller);
        var length = TusProtocol.RequireNumber(context.Request, TusProtocol.Length);
        var metadata = UploadMetadata.Read(context.Request);
        var target = new UploadTarget(caller, BucketName.RequireKnown(metadata.Bucket), ObjectPath.Require(metadata.Path), metadata.Upsert, caller.User?.Id);
        var (key, store) = (ObjectKey.Create(caller.Project.Id), stores.Of(caller.Project));
        var type = ContentTypes.Declared(metadata.ContentType) ?? ContentTypes.Unknown;
        var expires = time.GetUtcNow() + TimeSpan.FromHours(options.UploadHours);
        // The row first: whatever happens to the begun upload at the store, a worker finds it by its row.
        await writer.BeginAsync(target, new UploadRow(key.Version, length, type, expires) { Resumable = new("", context.Request.Headers[TusProtocol.Metadata].ToString()) }, cancellationToken);
        try
        {
            var handle = await store.BeginPartsAsync(key, type, cancellationToken);
            await database.QueryAsync(caller, batch => batch.AsProject().Run("update storage.uploads set handle = $2 where version = $1", key.Version, handle), static _ => Task.FromResult(true), cancellationToken);
        }
        catch
        {
            await writer.AbandonAsync(caller, key.Version);
            throw;
        }

        if (length == 0)
        {
            // No request follows: nothing is left to send.
            await parts.AppendAsync(caller, await states.TakeAsync(caller, key.Version, 0, cancellationToken), Stream.Null, cancellationToken);
        }

        context.Response.Headers[TusProtocol.Expires] = expires.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return TypedResults.Created($"{context.Request.PathBase}/api/projects/{caller.Project.Id}/storage/uploads/{key.Version}");
    }
}
