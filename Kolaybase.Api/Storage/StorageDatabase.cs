using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Api.Storage;

/// <summary>
/// Runs what storage has to ask of a project's database, on connections of its authenticator: for the project itself as
/// <c>service_role</c>, for a caller as his role with his claims. A connection is never held while bytes flow.
/// </summary>
internal sealed class StorageDatabase(ProjectDatabases databases)
{
    /// <summary>Connections of a pool may each have something left over that only shows when it is used; the next attempt may get another one.</summary>
    private const int Attempts = 8;

    /// <summary>Runs one batch, which is one transaction and one round trip.</summary>
    public Task<T> QueryAsync<T>(ProjectCaller caller, Action<StorageBatch> write, Func<StorageResults, Task<T>> read, CancellationToken cancellationToken) =>
        RunAsync(caller, session => session.QueryAsync(write, read, cancellationToken), transaction: false, cancellationToken);

    /// <summary>Runs several batches in one transaction, which is committed when <paramref name="work"/> returns and undone when it throws.</summary>
    public Task<T> TransactAsync<T>(ProjectCaller caller, Func<StorageSession, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(caller, work, transaction: true, cancellationToken);

    private async Task<T> RunAsync<T>(ProjectCaller caller, Func<StorageSession, Task<T>> work, bool transaction, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var connection = await databases.OpenAuthenticatorAsync(caller.Project.Database, cancellationToken);
            var session = new StorageSession(connection, caller);
            try
            {
                if (!transaction)
                {
                    return await work(session);
                }

                await using var open = await connection.BeginTransactionAsync(cancellationToken);
                var result = await work(session);
                await open.CommitAsync(cancellationToken);
                return result;
            }
            catch (PostgresException e) when (IsLeftOver(e) && attempt < Attempts)
            {
                // The transaction was undone: nothing has happened. The connection is healed and the next attempt made.
                connection.UnprepareAll();
                await SessionReset.RunAsync(connection, cancellationToken);
                session.Abandon();
            }
        }
    }

    /// <summary>
    /// What tells of the session and not of the request: settings under which the transaction began, prepared statements that are gone or were planned for
    /// other columns (PostgreSQL, src/backend/utils/cache/plancache.c).
    /// </summary>
    private static bool IsLeftOver(PostgresException e) =>
        e.SqlState is SessionReset.UnusableSession or ForgottenStatements.SqlState or PostgresErrorCodes.ReadOnlySqlTransaction
        || e is { SqlState: PostgresErrorCodes.FeatureNotSupported, Routine: "RevalidateCachedQuery" };
}
