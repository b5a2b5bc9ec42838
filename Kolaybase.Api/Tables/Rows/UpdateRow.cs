using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Rows;

/// <summary><c>PUT /tables/:name/rows</c>.</summary>
internal static class UpdateRow
{
    /// <summary>Changes the given columns of the one row that has the key.</summary>
    public static async Task<Ok<RawJson>> HandleAsync(
        HttpContext context,
        string name,
        UpdateRowRequest request,
        ProjectCaller caller,
        ProjectDatabases databases,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var key = RowObject.Parse(request.PkWhere, "pkWhere");
        var data = RowObject.Parse(request.Data, "data");
        if (data.Names.Count == 0)
        {
            throw TableErrors.Invalid("data", "names no column to change");
        }

        var changed = await ChangeOneRow.RunAsync<string>(
            databases,
            caller,
            table,
            shape =>
            {
                RowKey.Check(shape, key);
                return DatabaseSession.Command(RowsSql.Update(shape, data.ColumnsToWrite(shape)), DatabaseSession.Json(data.Text), DatabaseSession.Json(key.Text));
            },
            cancellationToken);
        return TypedResults.Ok(new RawJson(changed));
    }
}

/// <summary>Which row to change, and how.</summary>
public sealed record UpdateRowRequest
{
    /// <summary>The whole primary key of the row, as an object by column name.</summary>
    public required RawJson PkWhere { get; init; }

    /// <summary>The new values, as an object by column name; other columns stay.</summary>
    public required RawJson Data { get; init; }
}
