using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Kolaybase.Api.Tables.Rows;

/// <summary><c>POST /tables/:name/rows</c>.</summary>
internal static class InsertRow
{
    /// <summary>Inserts one row; columns that the body does not have get their defaults.</summary>
    public static async Task<Created<RawJson>> HandleAsync(
        HttpContext context,
        string name,
        [FromBody] RawJson body,
        ProjectCaller caller,
        ProjectDatabases databases,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var row = RowObject.Parse(body, null);
        var inserted = await ChangeOneRow.RunAsync<string>(
            databases,
            caller,
            table,
            shape => row.ColumnsToWrite(shape) is var given && given.Count == 0
                ? DatabaseSession.Command(RowsSql.Insert(shape, given))
                : DatabaseSession.Command(RowsSql.Insert(shape, given), DatabaseSession.Json(row.Text)),
            cancellationToken);
        return TypedResults.Created((string?)null, new RawJson(inserted));
    }
}
