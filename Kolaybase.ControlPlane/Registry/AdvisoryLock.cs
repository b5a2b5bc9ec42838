using System.Buffers.Binary;
using System.Data;
using Npgsql;

namespace Kolaybase.ControlPlane.Registry;

/// <summary>A lock on the control database that one process holds at a time. It goes with the session, so that a killed process holds none.</summary>
public sealed class AdvisoryLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly long _key;

    private AdvisoryLock(NpgsqlConnection connection, long key) => (_connection, _key) = (connection, key);

    /// <summary>Waits for the lock of that key.</summary>
    public static async Task<AdvisoryLock> TakeAsync(NpgsqlDataSource control, long key, CancellationToken cancellationToken) =>
        await AskAsync(control, key, "select true from pg_advisory_lock($1)", cancellationToken) ?? throw new InvalidOperationException("An advisory lock that is waited for is always got.");

    /// <summary>Takes the lock of that key when it is free.</summary>
    /// <returns>Null when somebody else holds it.</returns>
    public static Task<AdvisoryLock?> TryTakeAsync(NpgsqlDataSource control, long key, CancellationToken cancellationToken) =>
        AskAsync(control, key, "select pg_try_advisory_lock($1)", cancellationToken);

    /// <summary>The key of one project's parts: whoever makes or removes them holds it.</summary>
    public static long OfProject(Guid projectId)
    {
        // The random half of a version 7 UUID. Two projects of one key would only wait for one another.
        Span<byte> bytes = stackalloc byte[16];
        projectId.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
    }

    /// <summary>Whether it is held still: a session that was ended holds none.</summary>
    public async Task<bool> IsHeldAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ExecuteAsync("select 1", [], cancellationToken) is not null;
        }
        catch (AdvisoryLockLostException)
        {
            return false;
        }
    }

    /// <summary>Runs a statement in the session that holds the lock: it comes to pass only while the lock is held.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">Its parameters, in their order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>First value of the first row; null when there is none.</returns>
    /// <exception cref="AdvisoryLockLostException">The session is gone, and the lock with it.</exception>
    public async Task<object?> ExecuteAsync(string sql, IEnumerable<NpgsqlParameter> parameters, CancellationToken cancellationToken)
    {
        if (_connection.State != ConnectionState.Open)
        {
            throw new AdvisoryLockLostException(null);
        }

        try
        {
            await using var command = new NpgsqlCommand(sql, _connection);
            command.Parameters.AddRange(parameters.ToArray());
            return await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (NpgsqlException exception) when (_connection.State != ConnectionState.Open)
        {
            throw new AdvisoryLockLostException(exception);
        }
    }

    /// <summary>Gives it back.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await ExecuteAsync("select pg_advisory_unlock($1)", [new() { Value = _key }], CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or AdvisoryLockLostException)
        {
            // The session is gone, and the lock with it.
        }

        await _connection.DisposeAsync();
    }

    private static async Task<AdvisoryLock?> AskAsync(NpgsqlDataSource control, long key, string sql, CancellationToken cancellationToken)
    {
        var connection = await control.OpenConnectionAsync(cancellationToken);
        try
        {
            // Waiting may take as long as the holder does.
            await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = key } }, CommandTimeout = 0 };
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
            {
                return new AdvisoryLock(connection, key);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }
}
