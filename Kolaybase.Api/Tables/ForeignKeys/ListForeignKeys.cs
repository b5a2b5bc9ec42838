using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.ForeignKeys;

/// <summary><c>GET /tables/:name/foreign-keys</c>.</summary>
internal static class ListForeignKeys
{
    /// <summary>Lists a table's foreign keys; the anon key sees those between columns that role anon may read.</summary>
    public static async Task<Ok<IReadOnlyList<ForeignKey>>> HandleAsync(
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
        return TypedResults.Ok(await ForeignKeyCatalog.ReadAsync(session, shape, cancellationToken));
    }
}
