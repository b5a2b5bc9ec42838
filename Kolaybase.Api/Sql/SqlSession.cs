using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.Api.Sql;

/// <summary>
/// A session of the project's owner for one call: opened for it and closed after it, so that nothing of one text (settings, temporary tables, locks, listening, prepared
/// statements, an open transaction) is there for the next (decision 14). Its time is limited whatever the text sets.
/// </summary>
internal sealed class SqlSession : IAsyncDisposable
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;
    private readonly TimeProvider _time;

    private SqlSession(NpgsqlConnection connection, SqlOptions options, TimeProvider time, CancellationToken caller)
    {
        (Connection, _time, _caller) = (connection, time, caller);
        Notices = new(options.Notices);
        Connection.Notice += Notices.OnNotice;
        _deadline = new(TimeSpan.FromSeconds(options.CallSeconds), time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _deadline.Token);
    }

    /// <summary>The connection.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>What the session says beside its results.</summary>
    public NoticeList Notices { get; }

    /// <summary>Ends when the caller goes away or the call has taken too long.</summary>
    public CancellationToken Ended => _either.Token;

    /// <summary>Whether it ended because the call took too long.</summary>
    public bool TookTooLong => _deadline.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Opens one.</summary>
    /// <exception cref="DatabaseBusyException">Too many are open in this project, or on its server.</exception>
    /// <exception cref="DatabaseRefusedException">The database refuses its login.</exception>
    public static async Task<SqlSession> OpenAsync(ProjectDatabases databases, ProjectRef project, SqlOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var settings = new SqlSessionSettings(TimeSpan.FromSeconds(options.StatementSeconds), TimeSpan.FromSeconds(options.LockSeconds));
        var session = new SqlSession(await databases.OpenSqlAsync(project.Database, settings, cancellationToken), options, time, cancellationToken);
        try
        {
            // For a statement that no cancelling ends: the server itself looks whether we are still there. Not every platform's can.
            await session.ExecuteAsync("select pg_catalog.set_config('client_connection_check_interval', '2s', false)");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        return session;
    }

    /// <summary>Runs a statement of ours; what the server says about it is not kept.</summary>
    public async Task ExecuteAsync(string sql)
    {
        Notices.Muted = true;
        try
        {
            await using var command = new NpgsqlCommand(sql, Connection);
            await command.ExecuteNonQueryAsync(Ended);
        }
        finally
        {
            Notices.Muted = false;
        }
    }

    /// <summary>Closes it. The server would let go of locks and temporary tables soon after; it is told to before, so that they are gone when the caller reads his answer.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Connection.FullState == System.Data.ConnectionState.Open)
        {
            using var patience = new CancellationTokenSource(s_farewell, _time);
            try
            {
                Notices.Muted = true;
                await RunAsync("ROLLBACK", patience.Token);
                await RunAsync("DISCARD ALL", patience.Token);
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
            {
                // Closing does it, too.
            }
        }

        await Connection.DisposeAsync();
        _either.Dispose();
        _deadline.Dispose();
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, Connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
