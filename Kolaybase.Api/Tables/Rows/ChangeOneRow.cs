using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Api.Tables.Rows;

/// <summary>Runs a statement that must touch exactly one row, or else nothing happens.</summary>
internal static class ChangeOneRow
{
    /// <summary>Looks at the table, runs what <paramref name="write"/> makes of it, and commits only when it returned one row; the row's first column is the answer.</summary>
    /// <exception cref="ApiException">404: no row; 409: several. Nothing was changed.</exception>
    public static async Task<T> RunAsync<T>(
        ProjectDatabases databases,
        ProjectCaller caller,
        TableName table,
        Func<TableShape, NpgsqlBatchCommand> write,
        CancellationToken cancellationToken)
    {
        caller.RequireWriter();
        await using var session = await CallerSession.OpenAsync(databases, caller, cancellationToken);
        return await StaleShape.RetryAsync(async () =>
        {
            await using var transaction = await session.BeginAsync(cancellationToken);
            var command = write(await TableCatalog.RequireAsync(session, table, cancellationToken));
            var touched = await session.ColumnAsync<T>(command, cancellationToken);
            if (touched.Count != 1)
            {
                throw touched.Count == 0
                    ? new ApiException(StatusCodes.Status404NotFound, ErrorCodes.RowNotFound, $"No row of \"{table.Name}\" has that key; nothing was changed.")
                    : new ApiException(StatusCodes.Status409Conflict, ErrorCodes.SeveralRows, $"{touched.Count} rows of \"{table.Name}\" and its children have that key; nothing was changed.");
            }

            await transaction.CommitAsync(cancellationToken);
            return touched[0];
        });
    }
}
