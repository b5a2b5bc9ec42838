using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;
using Kolaybase.Api.Tables.Rows;

namespace Kolaybase.Api.Tables;

/// <summary>Tables of a project: <c>/api/projects/{id}/tables</c> (contract, section 3).</summary>
internal static class TablesApi
{
    /// <summary>Maps the calls. Reading takes any caller of the project; changing takes the service key or a developer.</summary>
    public static void MapTables(this IEndpointRouteBuilder routes)
    {
        var tables = routes.MapGroup("/api/projects/{id:guid}/tables").WithTags("Tables").AddEndpointFilter(TableFaults.Filter);

        var reads = tables.MapGroup("").RequireProjectCaller().Refuses(400, 401, 403, 404, 429, 503);
        reads.MapGet("/", ListTables.HandleAsync).WithName("listTables").WithSummary("List tables");
        reads.MapGet("/{name}/columns", ListColumns.HandleAsync).WithName("listColumns").WithSummary("List a table's columns");
        reads.MapGet("/{name}/rows", ListRows.HandleAsync).WithName("listRows").WithSummary("Read a page of rows");

        var changes = tables.MapGroup("").RequireProjectCaller(ProjectAccess.Change).Refuses(400, 401, 403, 404, 409, 429, 503);
        changes.MapDelete("/{name}", DropTable.HandleAsync).WithName("dropTable").WithSummary("Drop a table");
        changes.MapDelete("/{name}/columns/{col}", DropColumn.HandleAsync).WithName("dropColumn").WithSummary("Drop a column");

        var writes = changes.MapGroup("").Refuses(413, 415);
        writes.MapPost("/", CreateTable.HandleAsync).WithName("createTable").WithSummary("Create a table with its grants and policies");
        writes.MapPost("/{name}/columns", AddColumn.HandleAsync).WithName("addColumn").WithSummary("Add a column");
        writes.MapPut("/{name}/columns/{col}", ChangeColumn.HandleAsync).WithName("changeColumn").WithSummary("Change a column: only what the body names");
        writes.MapPost("/{name}/rows", InsertRow.HandleAsync).WithName("insertRow").WithSummary("Insert one row");
        writes.MapPut("/{name}/rows", UpdateRow.HandleAsync).WithName("updateRow").WithSummary("Change the one row that has a key");
        writes.MapDelete("/{name}/rows", DeleteRow.HandleAsync).WithName("deleteRow").WithSummary("Delete the one row that has a key");
    }

    /// <summary>Declares the statuses of refusals, which all have the one error body.</summary>
    private static RouteGroupBuilder Refuses(this RouteGroupBuilder group, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            group.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ApiError), ["application/json"]));
        }

        return group;
    }
}
