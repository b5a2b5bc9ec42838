using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Kolaybase.Api.Tables.Rows;

/// <summary><c>GET /tables/:name/rows</c>.</summary>
internal static class ListRows
{
    /// <summary>One page of a table's (or view's) rows, as the caller's role sees them under row level security.</summary>
    public static async Task<Ok<RowsPage>> HandleAsync(
        HttpContext context,
        string name,
        [AsParameters] RowsQuery query,
        ProjectCaller caller,
        ProjectDatabases databases,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var request = query.Check();
        await using var session = await CallerSession.OpenAsync(databases, caller, cancellationToken);
        return TypedResults.Ok(await StaleShape.RetryAsync(async () =>
        {
            var shape = await TableCatalog.RequireAsync(session, table, cancellationToken);
            if (shape.Columns.Count > 0 && !shape.Columns.Any(c => c.Readable))
            {
                throw TableErrors.PermissionDenied(caller, table);
            }

            return await ReadAsync(session, shape, request, cancellationToken);
        }));
    }

    private static async Task<RowsPage> ReadAsync(CallerSession session, TableShape table, RowsRequest request, CancellationToken cancellationToken)
    {
        object[] pattern = request.Search is { } search ? [RowsSql.Pattern(search)] : [];
        var from = RowsSql.From(table, pattern.Length > 0);
        var rows = new List<RawJson>();
        long counted;
        try
        {
            await using var reader = await session.QueryAsync(
                [DatabaseSession.Command(RowsSql.Page(table, request), [(long)request.Limit, request.Offset, .. pattern]), DatabaseSession.Command(RowCount.CountSql(from), pattern)],
                cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(new RawJson(reader.GetString(0)));
            }

            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            counted = reader.GetInt64(0);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedFunction && request.OrderBy is { } column)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, e.SqlState, $"Rows can't be sorted by \"{column}\": its type has no order.", e.MessageText, inner: e);
        }

        var total = await RowCount.OfAsync(session, counted, RowCount.ExactUpTo, DatabaseSession.Command(RowCount.EstimateSql(from), pattern), cancellationToken);
        return new RowsPage(rows, total.Rows, total.IsEstimate, request.Page, request.Limit, (total.Rows + request.Limit - 1) / request.Limit);
    }
}
