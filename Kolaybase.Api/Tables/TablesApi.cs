using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;
using Kolaybase.Api.Tables.ForeignKeys;
using Kolaybase.Api.Tables.Rows;

namespace Kolaybase.Api.Tables;

/// <summary>Tables of a project: <c>/api/projects/{id}/tables</c> (contract, section 3).</summary>
internal static class TablesApi
{
    /// <summary>Registers what the calls need; expects the control plane.</summary>
    public static void AddTables(this IServiceCollection services) => services.AddSingleton<SchemaChanges>();

    /// <summary>Maps the calls. Reading takes any caller of the project; changing takes the service key or a developer.</summary>
    public static void MapTables(this IEndpointRouteBuilder routes)
    {
        var tables = routes.MapGroup("/api/projects/{id:guid}/tables").WithTags("Tables").AddEndpointFilter(TableFaults.Filter).AddEndpointFilter(SingleParameters.Filter);

        var reads = tables.MapGroup("").RequireProjectCaller();
        reads.MapGet("/", ListTables.HandleAsync).WithName("listTables").WithSummary("List tables");
        reads.MapGet("/{name}/columns", ListColumns.HandleAsync).WithName("listColumns").WithSummary("List a table's columns");
        reads.MapGet("/{name}/foreign-keys", ListForeignKeys.HandleAsync).WithName("listForeignKeys").WithSummary("List a table's foreign keys");
        reads.MapGet("/{name}/rows", ListRows.HandleAsync).WithName("listRows").WithSummary("Read a page of rows");

        var changes = tables.MapGroup("").RequireProjectCaller(ProjectAccess.Change);
        changes.MapPost("/", CreateTable.HandleAsync).WithName("createTable").WithSummary("Create a table with its grants and policies");
        changes.MapDelete("/{name}", DropTable.HandleAsync).WithName("dropTable").WithSummary("Drop a table");
        changes.MapPost("/{name}/columns", AddColumn.HandleAsync).WithName("addColumn").WithSummary("Add a column");
        changes.MapPut("/{name}/columns/{col}", ChangeColumn.HandleAsync).WithName("changeColumn").WithSummary("Change a column: only what the body names");
        changes.MapDelete("/{name}/columns/{col}", DropColumn.HandleAsync).WithName("dropColumn").WithSummary("Drop a column");
        changes.MapPost("/{name}/foreign-keys", AddForeignKey.HandleAsync).WithName("addForeignKey").WithSummary("Make a column point to another one");
        changes.MapDelete("/{name}/foreign-keys/{fk}", DropForeignKey.HandleAsync).WithName("dropForeignKey").WithSummary("Drop a foreign key");
        changes.MapPost("/{name}/rows", InsertRow.HandleAsync).WithName("insertRow").WithSummary("Insert one row");
        changes.MapPut("/{name}/rows", UpdateRow.HandleAsync).WithName("updateRow").WithSummary("Change the one row that has a key");
        changes.MapDelete("/{name}/rows", DeleteRow.HandleAsync).WithName("deleteRow").WithSummary("Delete the one row that has a key");
    }
}
