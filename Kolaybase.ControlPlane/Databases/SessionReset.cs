using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>
/// Clears what code of a project has left in a session of its authenticator for longer than its transaction: settings, cursors, listening,
/// sequence values, temporary tables, advisory locks. Their pools don't do it when a connection is given back: that would be text, parsed
/// anew each time (<see cref="PoolSettings"/>). Whoever takes a connection begins with it instead.
/// </summary>
public static class SessionReset
{
    /// <summary>
    /// All of it as one call in the first statement of a batch. Databases that were made before it existed lack it. Raises <see cref="UnusableSession"/> when the transaction
    /// that it runs in began under settings that were left (how transactions are isolated, that they only read): they hold to its
    /// end, and <see cref="RunAsync"/> clears them.
    /// </summary>
    public const string Function = "kolaybase.reset_session()";

    /// <summary>The SQLSTATE by which <see cref="Function"/> tells that the transaction began under settings that were left. Nothing has run; it never leaves the server.</summary>
    public const string UnusableSession = "KB410";

    private static readonly string[] s_commands =
        ["RESET ROLE", "RESET ALL", "CLOSE ALL", "UNLISTEN *", "DISCARD SEQUENCES", "DISCARD TEMP", "SELECT pg_catalog.pg_advisory_unlock_all()"];

    /// <summary>All of it in a transaction of its own, which every database knows; costs a round trip.</summary>
    public static async Task RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == ForgottenStatements.SqlState)
        {
            ForgottenStatements.Heal(connection, e);
            await ExecuteAsync(connection, cancellationToken);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in s_commands)
        {
            batch.BatchCommands.Add(new(command));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
