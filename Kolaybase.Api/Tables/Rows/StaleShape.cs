using Npgsql;

namespace Kolaybase.Api.Tables.Rows;

/// <summary>
/// A table may change between the look at the catalogue and the statement that was written from it.
/// Then the statement fails without having done anything, and a second look is right.
/// </summary>
internal static class StaleShape
{
    /// <summary>Runs <paramref name="attempt"/>, once more when a table or column was gone.</summary>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> attempt)
    {
        try
        {
            return await attempt();
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedObject)
        {
            return await attempt();
        }
    }
}
