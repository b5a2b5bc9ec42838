using System.Text.Json;
using Npgsql;

namespace Kolaybase.Api.Tables.Catalog;

/// <summary>A number of rows, which is exact where counting is cheap.</summary>
/// <param name="Rows">The number.</param>
/// <param name="IsEstimate">Whether it is the planner's estimate.</param>
internal readonly record struct RowCount(long Rows, bool IsEstimate)
{
    /// <summary>How far rows are counted one by one; beyond it the planner is asked.</summary>
    public const int ExactUpTo = 10_000;

    /// <summary>A statement that counts, and stops one past the limit.</summary>
    /// <param name="from">What follows FROM: table and conditions.</param>
    /// <param name="limit">How far to count.</param>
    public static string CountSql(string from, int limit = ExactUpTo) => $"select count(*) from (select 1 from {from} limit {limit + 1}) as counted";

    /// <summary>A statement that asks the planner, which takes the role's policies into account.</summary>
    public static string EstimateSql(string from) => $"explain (format json) select 1 from {from}";

    /// <summary>Rows of the topmost node of a plan in JSON.</summary>
    public static long PlannedRows(string plan)
    {
        using var document = JsonDocument.Parse(plan);
        return (long)document.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble();
    }

    /// <summary>What a bounded count means: exact below its limit, else at least that many.</summary>
    public static async Task<RowCount> OfAsync(DatabaseSession session, long counted, int limit, NpgsqlBatchCommand estimate, CancellationToken cancellationToken)
    {
        if (counted <= limit)
        {
            return new RowCount(counted, false);
        }

        var plan = await session.ColumnAsync<string>(estimate, cancellationToken);
        return new RowCount(Math.Max(counted, PlannedRows(plan[0])), true);
    }
}
