using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Constraints;

/// <summary><c>GET /tables/:name/constraints</c>.</summary>
internal static class ListConstraints
{
    /// <summary>Lists a table's constraints, foreign keys apart.</summary>
    public static async Task<Ok<IReadOnlyList<Constraint>>> HandleAsync(
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
        return TypedResults.Ok(await ConstraintCatalog.ReadAsync(session, shape, cancellationToken));
    }
}
