using System.Buffers.Binary;
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

    /// <summary>Gives it back.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock($1)", _connection) { Parameters = { new() { Value = _key } } };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
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
