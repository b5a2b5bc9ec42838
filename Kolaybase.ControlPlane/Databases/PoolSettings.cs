using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>How connections of a project's logins are kept.</summary>
public static class PoolSettings
{
    /// <summary>
    /// Statements that a connection keeps prepared, the one unused for the longest time giving way: parsing and planning cost the server
    /// more than running a short read. Each costs it some ten KiB a connection, and so they are few.
    /// </summary>
    public const int Prepared = 32;

    /// <summary>A statement is prepared when it comes for this time on a connection; what comes once is not.</summary>
    public const int PreparedAfter = 3;

    /// <summary>Sets what all of them have.</summary>
    /// <param name="login">Address, login and password; is changed.</param>
    /// <param name="connections">Most connections.</param>
    /// <param name="requests">
    /// Whether they serve short requests, one after another. Then statements that recur are prepared: they keep the types that their parameters and
    /// columns had, and whoever runs some has to make their text another when these change. And what a session holds is left in it: whoever
    /// takes a connection has to begin with <see cref="SessionReset"/>.
    /// </param>
    /// <param name="prepared">How many of them, where <paramref name="requests"/> is true; 0 prepares none.</param>
    public static NpgsqlConnectionStringBuilder Apply(NpgsqlConnectionStringBuilder login, int connections, bool requests, int prepared = Prepared)
    {
        login.MaxPoolSize = connections;
        login.Timeout = 5;
        // Most projects are quiet most of the time.
        login.ConnectionIdleLifetime = 30;
        login.ConnectionPruningInterval = 10;
        login.ApplicationName = "kolaybase";
        if (requests)
        {
            login.MaxAutoPrepare = prepared;
            login.AutoPrepareMinUsages = PreparedAfter;
            login.NoResetOnClose = true;
        }

        // Which statement of a batch failed is part of what the error means.
        login.IncludeFailedBatchedCommand = true;
        // Whatever the owner has set for his database or logins: whether a request may write is the request's to say.
        login.Options = $"{login.Options} -c default_transaction_read_only=off".TrimStart();
        return login;
    }
}
