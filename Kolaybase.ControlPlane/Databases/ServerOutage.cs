using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>Tells a database server that is away from a fault of ours or of the configuration.</summary>
public static class ServerOutage
{
    /// <summary>True when the cause is a connection that could not be made or was lost (EF Core wraps it once).</summary>
    public static bool IsCauseOf(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            // A PostgresException is an answer of a server that is there; 57P01..57P03 and class 53
            // say that it is going down, coming up or full.
            if (e is PostgresException answer)
            {
                return answer.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
                    || answer.SqlState.StartsWith("53", StringComparison.Ordinal);
            }

            if (e is NpgsqlException)
            {
                return true;
            }
        }

        return false;
    }
}
