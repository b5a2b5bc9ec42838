using System.Security.Cryptography;
using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Objects;
using Npgsql;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>
/// Writes an object in one request: a transaction, the bytes, a transaction. It becomes visible with the second, or leaves neither row nor bytes. No
/// connection of the database is held while bytes flow.
/// </summary>
internal sealed partial class ObjectWriter(
    StorageDatabase database, ObjectStores stores, StorageOptions options, UploadSlots slots, StorageJobs jobs, TimeProvider time, ILogger<ObjectWriter> logger)
{
    private static readonly TimeSpan AbandonPatience = TimeSpan.FromSeconds(10);

    /// <summary>Writes an object.</summary>
    /// <exception cref="ApiException">What the contract says; nothing was changed.</exception>
    /// <exception cref="ObjectStoreException">The store failed; nothing was changed.</exception>
    public async Task<ObjectEntry> WriteAsync(UploadTarget target, HttpRequest request, CancellationToken cancellationToken)
    {
        var store = stores.Of(target.Caller.Project);
        using var slot = slots.Take(target.Caller.Project.Id);
        using var body = await UploadBody.OpenAsync(request, cancellationToken);
        var key = ObjectKey.Create(target.Caller.Project.Id);
        var upload = new UploadRow(key.Version, body.Length, body.ContentType ?? ContentTypes.Unknown, time.GetUtcNow() + TimeSpan.FromHours(options.UploadHours));
        var rules = await BeginAsync(target, upload, cancellationToken);
        try
        {
            var bytes = await StoreAsync(store, key, body, rules, cancellationToken);
            var written = await database.TransactAsync(target.Caller, session => UploadCommit.RunAsync(session, target, bytes, options, cancellationToken), cancellationToken);
            if (target.Upsert)
            {
                jobs.RemoveObjects(target.Caller.Project.Id);
            }

            return written;
        }
        catch
        {
            await AbandonAsync(target.Caller, key.Version);
            throw;
        }
    }

    /// <summary>Begins an upload: its row is there when this returns.</summary>
    /// <exception cref="ApiException">What the contract says.</exception>
    public async Task<UploadRules> BeginAsync(UploadTarget target, UploadRow upload, CancellationToken cancellationToken)
    {
        try
        {
            return await database.TransactAsync(target.Caller, session => UploadBegin.RunAsync(session, target, upload, options, cancellationToken), cancellationToken);
        }
        catch (PostgresException e) when (UploadFaults.Explain(e) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Ends an upload that comes to nothing. Where that fails, too, the upload's row is found when it has expired.</summary>
    public async Task AbandonAsync(ProjectCaller caller, Guid version)
    {
        using var patience = new CancellationTokenSource(AbandonPatience, time);
        try
        {
            await database.QueryAsync(caller, batch => batch.AsProject().Run(UploadSql.Abandon, version), static _ => Task.FromResult(true), patience.Token);
            jobs.RemoveObjects(caller.Project.Id);
        }
        catch (Exception e)
        {
            // The failure that has brought us here is the one to tell.
            LogNotAbandoned((e as PostgresException)?.SqlState ?? e.GetType().Name);
        }
    }

    private async Task<UploadedBytes> StoreAsync(IObjectStore store, ObjectKey key, UploadBody body, UploadRules rules, CancellationToken cancellationToken)
    {
        body.Content.Limit = rules.Room < rules.MaxBytes
            ? (rules.Room.Value, () => StorageErrors.QuotaExceeded(options.QuotaBytes ?? rules.Room.Value))
            : (rules.MaxBytes, () => StorageErrors.TooLarge(rules.MaxBytes));
        var (size, type) = await UploadBody.GuardAsync(async () =>
        {
            var head = await body.Content.PeekAsync(cancellationToken);
            var decided = ContentTypes.Decide(body.ContentType, head.Span, rules.AllowedTypes);
            return (await store.PutAsync(key, body.Content, body.Length, decided, cancellationToken), decided);
        });
        await body.FinishAsync(cancellationToken);
        if (size != body.Content.Count || !body.Content.Ended)
        {
            throw new ObjectStoreException(ObjectStoreFault.Unavailable, $"The object store has {size} of {body.Content.Count} bytes of {key}.");
        }

        var digest = body.Content.Digest();
        return body.Digest is { } expected && !CryptographicOperations.FixedTimeEquals(expected, digest)
            ? throw StorageErrors.ChecksumMismatch()
            : new UploadedBytes(key.Version, size, type, Checksums.Etag(digest), digest);
    }

    [LoggerMessage(LogLevel.Warning, "An upload that failed could not be cleared away ({Cause}); the workers do it when it has expired")]
    private partial void LogNotAbandoned(string cause);
}
