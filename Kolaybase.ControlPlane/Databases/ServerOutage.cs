using System.Net.Sockets;
using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>Tells a database server that is away from a fault of ours or of the configuration.</summary>
public static class ServerOutage
{
    /// <summary>True when the cause is a connection that could not be made or was lost (EF Core wraps it once).</summary>
    public static bool IsCauseOf(Exception exception) => Cause(exception) switch
    {
        // An answer of a server that is there; these say that it is going down, coming up or full (class 53).
        PostgresException answer => answer.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            || answer.SqlState.StartsWith("53", StringComparison.Ordinal),
        // Npgsql passes on bare what its look-up of a host's name throws.
        NpgsqlException or SocketException => true,
        _ => false,
    };

    /// <summary>
    /// True for what may pass by itself, too, so that waiting makes sense: a fail-over's server that takes no writes yet (25006), a pooler without its server (class 08), a
    /// connection that is not answered in time.
    /// </summary>
    public static bool MayPass(Exception exception) => IsCauseOf(exception) || Cause(exception) switch
    {
        PostgresException answer => answer.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.IdleSessionTimeout
            || answer.SqlState.StartsWith("08", StringComparison.Ordinal),
        TimeoutException or IOException => true,
        _ => false,
    };

    /// <summary>Why, in one sentence for an operator: EF Core's own message says only that there is an inner one.</summary>
    public static string Reason(Exception exception) => (Cause(exception) ?? exception).Message;

    private static Exception? Cause(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is NpgsqlException or SocketException or TimeoutException or IOException)
            {
                return e;
            }
        }

        return null;
    }
}
