using Kolaybase.Api.Http;
using Kolaybase.Api.Storage.Objects;
using Kolaybase.ControlPlane.Objects;
using Npgsql;

namespace Kolaybase.Api.Storage.SignedUrls;

/// <summary>Asks whether a caller may upload to a path now, and leaves nothing.</summary>
internal sealed class UploadCheck(StorageDatabase database, StorageOptions options, TimeProvider time)
{
    /// <exception cref="ApiException">What the upload itself would be refused with.</exception>
    public async Task RunAsync(UploadTarget target, CancellationToken cancellationToken)
    {
        var upload = new UploadRow(ObjectKey.Create(target.Caller.Project.Id).Version, null, ContentTypes.Unknown, time.GetUtcNow());
        try
        {
            await database.TransactAsync<bool>(
                target.Caller,
                async session =>
                {
                    await UploadBegin.RunAsync(session, target, upload, options, cancellationToken);
                    throw new Undone();
                },
                cancellationToken);
        }
        catch (Undone)
        {
            return;
        }
        catch (PostgresException e) when (UploadFaults.Explain(e) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Ends a transaction that was only asked what it would do.</summary>
    private sealed class Undone : Exception;
}
