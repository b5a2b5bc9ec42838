using Kolaybase.Api.Rest.Parsing;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>
/// <c>Prefer: tx=rollback</c>: a request that is tried and undone. Its statements stand between <c>BEGIN</c> and <c>ROLLBACK</c> in the same
/// batch. When one fails the transaction is left open, and Npgsql ends it before anybody else gets the connection.
/// </summary>
internal static class Rollback
{
    /// <summary>Whether it is asked for and the project's settings allow it.</summary>
    public static bool IsWanted(HttpRequest request, RestLimits limits) =>
        limits.AllowTxRollback && RestRequest.Preferences(request, limits).Transaction == TransactionPreference.Rollback;

    /// <summary>What stands before everything.</summary>
    public static NpgsqlBatchCommand Begin() => new("BEGIN");

    /// <summary>Adds what stands behind everything: what a commit would find wrong is found first.</summary>
    public static void End(NpgsqlBatch batch)
    {
        batch.BatchCommands.Add(new("SET CONSTRAINTS ALL IMMEDIATE"));
        batch.BatchCommands.Add(new("ROLLBACK"));
    }
}
