using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Indexes;

/// <summary><c>GET /tables/:name/indexes</c>.</summary>
internal static class ListIndexes
{
    /// <summary>Lists a table's indexes, those of constraints included.</summary>
    public static async Task<Ok<IReadOnlyList<TableIndex>>> HandleAsync(
        HttpContext context,
        string name,
        ProjectCaller caller,
        ProjectDatabases databases,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        await using var session = await CallerSession.OpenAsync(databases, caller, cancellationToken);
        var shape = await TableCatalog.RequireAsync(session, table, cancellationToken);
        return TypedResults.Ok(await IndexCatalog.ReadAsync(session, shape, cancellationToken));
    }
}
