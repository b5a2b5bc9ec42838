using System.Globalization;
using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>Runs a schema change: one transaction, logged in as the project's owner, bounded in time, all or nothing.</summary>
internal static class SchemaChange
{
    /// <summary>How long a statement of a change may run, in milliseconds.</summary>
    public const int StatementTimeout = 30_000;

    /// <summary>
    /// How long it waits for a lock, in milliseconds. Short, because whoever wants to read the table
    /// meanwhile waits behind it.
    /// </summary>
    public const int LockTimeout = 5_000;

    /// <summary>The client gives up after the server should have, so that the server's own words are what the caller gets.</summary>
    public const int ClientTimeoutSeconds = (StatementTimeout / 1000) + 10;

    private const int Attempts = 3;

    private const string Settings = """
        select set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true),
               set_config('standard_conforming_strings', 'on', true)
        """;

    /// <summary>Runs it; a change that only collided with another one is tried again.</summary>
    /// <exception cref="ApiException">What <see cref="SchemaFaults"/> says of the database's refusal, or 403 for a caller that may only read.</exception>
    public static async Task<T> RunAsync<T>(
        ProjectDatabases databases,
        ProjectCaller caller,
        Func<OwnerSession, CancellationToken, Task<T>> change,
        CancellationToken cancellationToken)
    {
        caller.RequireWriter();
        await using var connection = await databases.OpenOwnerAsync(caller.Project.Database, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var session = new OwnerSession(connection, transaction);
                await using (await session.QueryAsync(DatabaseSession.Command(Settings, Text(StatementTimeout), Text(LockTimeout)), cancellationToken))
                {
                }

                var result = await change(session, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (PostgresException e) when ((attempt < Attempts && SchemaFaults.IsCollision(e)) || (attempt == 1 && SchemaFaults.IsStale(e)))
            {
                // Nothing of it was kept: the transaction was undone before the next attempt.
            }
            catch (PostgresException e) when (SchemaFaults.Explain(e) is { } refusal)
            {
                throw refusal;
            }
        }
    }

    private static string Text(int milliseconds) => milliseconds.ToString(CultureInfo.InvariantCulture);
}
