using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>
/// Clears what code of a project has left in a session of its authenticator for longer than its transaction: settings, cursors, listening,
/// sequence values, temporary tables, advisory locks. Their pools don't do it when a connection is given back: that would be text, parsed
/// anew each time (<see cref="PoolSettings"/>). Whoever takes a connection begins with it instead, in the same batch.
/// </summary>
public static class SessionReset
{
    /// <summary>All of it as one call, for statements that are prepared. Databases that were made before it existed lack it.</summary>
    public const string Function = "kolaybase.reset_session()";

    /// <summary>What <see cref="AddTo"/> leaves to the first <c>SELECT</c> of the batch: it can't be said without one.</summary>
    public const string Unlock = "pg_catalog.pg_advisory_unlock_all()";

    private static readonly string[] s_commands = ["RESET ROLE", "RESET ALL", "CLOSE ALL", "UNLISTEN *", "DISCARD SEQUENCES", "DISCARD TEMP"];

    /// <summary>Adds commands without results, which every database knows; <see cref="Unlock"/> has to follow in a select list.</summary>
    public static void AddTo(NpgsqlBatch batch)
    {
        foreach (var command in s_commands)
        {
            batch.BatchCommands.Add(new(command));
        }
    }
}
