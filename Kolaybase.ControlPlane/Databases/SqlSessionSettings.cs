using System.Globalization;
using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>What a session for somebody's SQL begins with. All of it is that somebody's to change within the session: what must hold is guarded elsewhere.</summary>
/// <param name="StatementTimeout">How long a statement may run.</param>
/// <param name="LockTimeout">How long it waits for a lock: whoever wants the table meanwhile waits behind it.</param>
public sealed record SqlSessionSettings(TimeSpan StatementTimeout, TimeSpan LockTimeout)
{
    /// <summary>Sets them for a login; is changed.</summary>
    internal NpgsqlConnectionStringBuilder Apply(NpgsqlConnectionStringBuilder login)
    {
        login.Pooling = false;
        login.Timeout = 5;
        // The caller's own deadline ends a statement that the server's time limit does not.
        login.CommandTimeout = 0;
        login.ApplicationName = "kolaybase sql";
        // Settings of the start come before those that the owner has set for his role or database.
        login.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"{login.Options} -c default_transaction_read_only=off -c statement_timeout={(long)StatementTimeout.TotalMilliseconds} -c lock_timeout={(long)LockTimeout.TotalMilliseconds} -c idle_in_transaction_session_timeout={(long)StatementTimeout.TotalMilliseconds}").TrimStart();
        return login;
    }
}
