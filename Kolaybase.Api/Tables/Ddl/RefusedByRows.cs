using Npgsql;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>A statement that rows of the table may refuse, so that the caller is told which.</summary>
internal static class RefusedByRows
{
    private const string Savepoint = "kolaybase_rows";

    /// <summary>Runs it. When it fails with <paramref name="sqlState"/>, it is undone and <paramref name="explain"/> looks at the rows and refuses in its own words.</summary>
    /// <remarks>The table has to be locked before, outside of the savepoint: what is undone gives its locks back.</remarks>
    public static async Task ExecuteAsync(OwnerSession session, string statement, string sqlState, Func<Task> explain, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync($"SAVEPOINT {Savepoint}", cancellationToken);
        try
        {
            await session.ExecuteAsync(statement, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == sqlState)
        {
            await session.ExecuteAsync($"ROLLBACK TO SAVEPOINT {Savepoint}", cancellationToken);
            await explain();
            // No row was found: the database's own words have to do.
            throw;
        }
    }
}
