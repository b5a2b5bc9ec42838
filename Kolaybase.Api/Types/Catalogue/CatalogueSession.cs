using System.Globalization;
using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Api.Types.Catalogue;

/// <summary>One reading transaction of the project's owner, so that everything is of one moment.</summary>
internal sealed class CatalogueSession(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    /// <summary>How long one statement may run, in milliseconds.</summary>
    private const int StatementTimeout = 15_000;

    /// <summary>How long one statement waits for a lock, in milliseconds: what a view takes is asked under a short lock on it.</summary>
    private const int LockTimeout = 3_000;

    /// <summary>Runs <paramref name="read"/> in such a transaction.</summary>
    /// <exception cref="ApiException">503: it took too long, or the connection was lost.</exception>
    public static async Task<T> RunAsync<T>(ProjectDatabases databases, ProjectCaller caller, Func<CatalogueSession, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await databases.OpenOwnerAsync(caller.Project.Database, cancellationToken);
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
            var session = new CatalogueSession(connection, transaction);
            await session.ReadAsync(
                "select set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true), set_config('search_path', '', true), set_config('transaction_read_only', 'on', true)",
                _ => { },
                cancellationToken,
                Text(StatementTimeout),
                Text(LockTimeout));
            return await read(session);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable)
        {
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The schema is being changed, or reading it took too long.", hint: "Try again after the seconds that Retry-After names.", inner: e) { RetryAfterSeconds = 2 };
        }
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The connection to the project's database was lost.", hint: "Try again after the seconds that Retry-After names.", inner: e) { RetryAfterSeconds = 1 };
        }
    }

    /// <summary>Runs a statement with its values for <c>$1</c> and so on, and reads its rows.</summary>
    public async Task ReadAsync(string sql, Action<NpgsqlDataReader> read, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            read(reader);
        }
    }

    private static string Text(int milliseconds) => milliseconds.ToString(CultureInfo.InvariantCulture);
}
