using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary><c>POST /tables/:name/columns</c>.</summary>
internal static class AddColumn
{
    /// <summary>Adds a column; rows that exist get its default.</summary>
    public static async Task<Created<Column>> HandleAsync(
        HttpContext context,
        string name,
        AddColumnRequest request,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var plan = ColumnPlan.Check(request.ToColumn());
        var added = await changes.RunAsync(
            context,
            caller,
            "column.add",
            table.Of(request.Name),
            async (session, token) =>
            {
                (await TableCatalog.RequireAsync(session, table, token)).RequireTable();
                var column = await plan.ResolveAsync(new TypeResolver(session), token);
                await session.ExecuteAsync([ColumnSql.Add(table, column), .. ColumnSql.Comments(table, [column])], token);
                if (column.Type.IsSerial)
                {
                    await SerialSequence.GrantAsync(session, table, column.Name, token);
                }

                return (await TableCatalog.RequireAsync(session, table, token)).Require(column.Name, StatusCodes.Status404NotFound).ToAnswer();
            },
            cancellationToken);
        return TypedResults.Created($"/api/projects/{caller.Project.Id}/tables/{Uri.EscapeDataString(table.Name)}/columns", added);
    }
}
