namespace Kolaybase.ControlPlane.Databases;

/// <summary>
/// A project's database is there and refuses its own logins: somebody has limited its connections, changed a password (an owner may change
/// his own) or closed it. No outage: callers are told what to look at (503 with <c>Retry-After</c>, a code of its own).
/// </summary>
/// <param name="sqlState">What the server said, e.g. <c>53300</c>.</param>
/// <param name="inner">The refusal.</param>
public sealed class DatabaseRefusedException(string sqlState, Exception? inner = null) : Exception($"The project's database refuses connections ({sqlState}).", inner)
{
    /// <summary>SQLSTATE of the refusal.</summary>
    public string SqlState => sqlState;

    /// <summary>Whether a log-in that failed with this SQLSTATE was refused by the database itself rather than by a server that is starting, stopping or out of resources.</summary>
    /// <remarks>53300 is also said by a server without a free slot; both pass or are the operator's to repair, and PostgreSQL tells them apart by words only.</remarks>
    public static bool IsRefusal(string sqlState) =>
        sqlState == "53300" || sqlState[..2] is not ("08" or "53" or "57" or "58" or "XX");
}
