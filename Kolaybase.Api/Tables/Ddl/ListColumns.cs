using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary><c>GET /tables/:name/columns</c>.</summary>
internal static class ListColumns
{
    /// <summary>Lists a table's columns in their order; the anon key sees those that role anon may read.</summary>
    public static async Task<Ok<IReadOnlyList<Column>>> HandleAsync(
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
        return TypedResults.Ok<IReadOnlyList<Column>>(
            [.. shape.Columns.Where(c => session.SeesEverything || c.Readable).Select(c => c.ToAnswer())]);
    }
}
