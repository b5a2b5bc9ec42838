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
        NpgsqlException or SocketException => true,
        _ => false,
    };

    /// <summary>
    /// True for what may pass by itself, so that waiting makes sense: an outage, a fail-over's server that takes no writes yet (25006), a pooler without its server
    /// (class 08), a name or connection that is not answered in time. Not for a certificate that is not trusted, or a password that is missing.
    /// </summary>
    public static bool MayPass(Exception exception) => Cause(exception) switch
    {
        PostgresException answer => IsCauseOf(answer) || answer.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.IdleSessionTimeout
            || answer.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException broken => broken.IsTransient,
        SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether it comes from a database server or the way to it, whatever it is.</summary>
    public static bool IsOfDatabase(Exception exception) => Cause(exception) is not null;

    /// <summary>Why, in one sentence for an operator: EF Core's own message says only that there is an inner one.</summary>
    public static string Reason(Exception exception) => (Cause(exception) ?? exception).Message;

    private static Exception? Cause(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is NpgsqlException)
            {
                return e;
            }
        }

        // Npgsql passes on bare what the look-up of a host's name throws; below anything but EF Core's wrapper they are of other connections.
        return exception is InvalidOperationException { InnerException: SocketException or TimeoutException } ? exception.InnerException
            : exception is SocketException or TimeoutException ? exception
            : null;
    }
}
