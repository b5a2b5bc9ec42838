using Npgsql;

namespace Kolaybase.Api.Http.Errors;

/// <summary>Tells an outage of the control database from a fault of ours.</summary>
internal static class ControlDatabaseFaults
{
    /// <summary>True when the cause is a connection that could not be made or was lost (EF Core wraps it once).</summary>
    public static bool IsUnreachable(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            // A PostgresException is an answer of a server that is there; 57P01..57P03 and class 53
            // say that it is going down, coming up or full.
            if (e is PostgresException answer)
            {
                return answer.SqlState is "57P01" or "57P02" or "57P03" || answer.SqlState.StartsWith("53", StringComparison.Ordinal);
            }

            if (e is NpgsqlException)
            {
                return true;
            }
        }

        return false;
    }
}
