using System.Text.Json;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Reads the results of a read's counting statements, which come before its rows.</summary>
internal static class Counts
{
    /// <summary>The total, or null when none was asked for; afterwards the results stand on the rows.</summary>
    /// <param name="results">Stand on the first counting statement's result.</param>
    /// <param name="count">Which total was asked for.</param>
    /// <param name="threshold">Rows up to which an estimate counts.</param>
    public static async Task<long?> ReadAsync(Results results, CountPreference? count, long threshold)
    {
        if (count is null)
        {
            return null;
        }

        var total = count == CountPreference.Planned ? 0 : await results.ReadNumberAsync();
        if (count == CountPreference.Estimated)
        {
            await results.NextAsync();
        }

        if (count != CountPreference.Exact)
        {
            var planned = Planned(await results.ReadTextAsync());
            total = count == CountPreference.Planned ? planned : total > threshold ? Math.Max(total, planned) : total;
        }

        await results.NextAsync();
        return total;
    }

    /// <summary>The planner's guess at the rows of the topmost node (PostgreSQL, EXPLAIN).</summary>
    private static long Planned(string explained)
    {
        using var json = JsonDocument.Parse(explained);
        return (long)json.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble();
    }
}
