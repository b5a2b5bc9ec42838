using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Kolaybase.Api.Tables.Rows;

/// <summary><c>DELETE /tables/:name/rows</c>.</summary>
internal static class DeleteRow
{
    /// <summary>Deletes the one row that has the key.</summary>
    public static async Task<Ok<DeletedRows>> HandleAsync(
        HttpContext context,
        string name,
        [FromBody] DeleteRowRequest request,
        ProjectCaller caller,
        ProjectDatabases databases,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var key = RowObject.Parse(request.PkWhere, "pkWhere");
        var deleted = await ChangeOneRow.RunAsync<int>(
            databases,
            caller,
            table,
            shape =>
            {
                RowKey.Check(shape, key);
                return DatabaseSession.Command(RowsSql.Delete(shape), DatabaseSession.Json(key.Text));
            },
            cancellationToken);
        return TypedResults.Ok(new DeletedRows(deleted));
    }
}

/// <summary>Which row to delete.</summary>
public sealed record DeleteRowRequest
{
    /// <summary>The whole primary key of the row, as an object by column name.</summary>
    public required RawJson PkWhere { get; init; }
}

/// <summary>What was deleted.</summary>
/// <param name="Deleted">How many rows: 1.</param>
public sealed record DeletedRows(int Deleted);
