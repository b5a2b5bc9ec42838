using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Policies;

/// <summary><c>GET /tables/:name/policies</c>.</summary>
internal static class ListPolicies
{
    /// <summary>Lists a table's policies, whether row level security is on or not.</summary>
    public static async Task<Ok<IReadOnlyList<Policy>>> HandleAsync(
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
        return TypedResults.Ok(await PolicyCatalog.ReadAsync(session, shape, cancellationToken));
    }
}
