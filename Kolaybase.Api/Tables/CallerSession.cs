using System.Globalization;
using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Api.Tables;

/// <summary>
/// Runs statements as the caller's role with his claims. Every batch sets them anew for its own
/// transaction, so that nothing of one request is left on the connection for the next.
/// </summary>
internal sealed class CallerSession : DatabaseSession, IAsyncDisposable
{
    /// <summary>How long one statement may run, in milliseconds.</summary>
    private const int StatementTimeout = 15_000;

    /// <summary>How long one statement waits for a lock, in milliseconds.</summary>
    private const int LockTimeout = 3_000;

    private readonly ProjectCaller _caller;
    private bool _began;

    private CallerSession(NpgsqlConnection connection, ProjectCaller caller) : base(connection) => _caller = caller;

    /// <inheritdoc/>
    public override bool SeesEverything => _caller.SeesEverything();

    /// <summary>Takes a connection of the project's authenticator.</summary>
    /// <exception cref="DatabaseBusyException">None came free in time.</exception>
    public static async Task<CallerSession> OpenAsync(ProjectDatabases databases, ProjectCaller caller, CancellationToken cancellationToken)
    {
        var connection = await databases.OpenAuthenticatorAsync(caller.Project.Database, cancellationToken);
        try
        {
            await SessionReset.RunAsync(connection, cancellationToken);
            return new(connection, caller);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a transaction of several batches; what is not committed is undone.</summary>
    public ValueTask<NpgsqlTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        _began = true;
        return Connection.BeginTransactionAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<NpgsqlDataReader> QueryAsync(IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken cancellationToken)
    {
        // Not disposed: that would give it back to the connection while its reader is in use.
        var batch = new NpgsqlBatch(Connection);
        batch.BatchCommands.Add(Command(
            "select set_config('role', $1, true), set_config('request.jwt.claims', $2, true), set_config('statement_timeout', $3, true), set_config('lock_timeout', $4, true)",
            _caller.Role.ToSql(),
            _caller.ClaimsJson,
            StatementTimeout.ToString(CultureInfo.InvariantCulture),
            LockTimeout.ToString(CultureInfo.InvariantCulture)));
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        NpgsqlDataReader reader;
        try
        {
            reader = await batch.ExecuteReaderAsync(cancellationToken);
        }
        catch (PostgresException e) when (!_began)
        {
            // In a transaction of several batches nothing else runs after an error.
            ForgottenStatements.Heal(Connection, e);
            throw;
        }

        try
        {
            await reader.NextResultAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives the connection back.</summary>
    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
