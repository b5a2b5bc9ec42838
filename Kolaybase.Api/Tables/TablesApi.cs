using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Constraints;
using Kolaybase.Api.Tables.Ddl;
using Kolaybase.Api.Tables.Enums;
using Kolaybase.Api.Tables.ForeignKeys;
using Kolaybase.Api.Tables.Indexes;
using Kolaybase.Api.Tables.Policies;
using Kolaybase.Api.Tables.Rows;

namespace Kolaybase.Api.Tables;

/// <summary>Tables of a project: <c>/api/projects/{id}/tables</c> (contract, section 3).</summary>
internal static class TablesApi
{
    /// <summary>Registers what the calls need; expects the control plane.</summary>
    public static void AddTables(this IServiceCollection services) => services.AddSingleton<SchemaChanges>().AddSingleton<ConcurrentIndexes>();

    /// <summary>Maps the calls. Reading takes any caller of the project; changing takes the service key or a developer.</summary>
    public static void MapTables(this IEndpointRouteBuilder routes)
    {
        var tables = routes.MapGroup("/api/projects/{id:guid}/tables").WithTags("Tables").AddEndpointFilter(TableFaults.Filter).AddEndpointFilter(SingleParameters.Filter);

        MapEditor(routes);

        var reads = tables.MapGroup("").RequireProjectCaller();
        reads.MapGet("/", ListTables.HandleAsync).WithName("listTables").WithSummary("List tables");
        reads.MapGet("/{name}/columns", ListColumns.HandleAsync).WithName("listColumns").WithSummary("List a table's columns");
        reads.MapGet("/{name}/foreign-keys", ListForeignKeys.HandleAsync).WithName("listForeignKeys").WithSummary("List a table's foreign keys");
        reads.MapGet("/{name}/rows", ListRows.HandleAsync).WithName("listRows").WithSummary("Read a page of rows");

        var changes = tables.MapGroup("").RequireProjectCaller(ProjectAccess.Change);
        changes.MapPost("/", CreateTable.HandleAsync).WithName("createTable").WithSummary("Create a table with its grants and policies");
        changes.MapPatch("/{name}", ChangeTable.HandleAsync).WithName("changeTable").WithSummary("Rename or describe a table, switch row level security: only what the body names");
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

    /// <summary>What a table editor needs beyond the contract. These lists tell how a project is built, so the anon key gets none of them.</summary>
    private static void MapEditor(IEndpointRouteBuilder routes)
    {
        var project = routes.MapGroup("/api/projects/{id:guid}").WithTags("Tables").AddEndpointFilter(TableFaults.Filter).AddEndpointFilter(SingleParameters.Filter);
        var reads = project.MapGroup("").RequireProjectCaller(ProjectAccess.Inspect);
        reads.MapGet("/tables/{name}/constraints", ListConstraints.HandleAsync).WithName("listConstraints").WithSummary("List a table's constraints, foreign keys apart");
        reads.MapGet("/tables/{name}/indexes", ListIndexes.HandleAsync).WithName("listIndexes").WithSummary("List a table's indexes");
        reads.MapGet("/tables/{name}/policies", ListPolicies.HandleAsync).WithName("listPolicies").WithSummary("List a table's policies");
        reads.MapGet("/enums", ListEnums.HandleAsync).WithName("listEnums").WithSummary("List the enumerations of a schema");

        var changes = project.MapGroup("").RequireProjectCaller(ProjectAccess.Change);
        changes.MapPost("/tables/{name}/constraints", AddConstraint.HandleAsync).WithName("addConstraint").WithSummary("Add a primary key, a unique constraint or a check");
        changes.MapDelete("/tables/{name}/constraints/{constraint}", DropConstraint.HandleAsync).WithName("dropConstraint").WithSummary("Drop a constraint");
        changes.MapPost("/tables/{name}/indexes", CreateIndex.HandleAsync).WithName("createIndex").WithSummary("Create an index, at once or by a job");
        changes.MapDelete("/tables/{name}/indexes/{index}", DropIndex.HandleAsync).WithName("dropIndex").WithSummary("Drop an index");
        changes.MapPost("/tables/{name}/policies", CreatePolicy.HandleAsync).WithName("createPolicy").WithSummary("Create a policy, or those of a template");
        changes.MapPut("/tables/{name}/policies/{policy}", ChangePolicy.HandleAsync).WithName("changePolicy").WithSummary("Change a policy: only what the body names");
        changes.MapDelete("/tables/{name}/policies/{policy}", DropPolicy.HandleAsync).WithName("dropPolicy").WithSummary("Drop a policy");
        changes.MapPost("/enums", CreateEnum.HandleAsync).WithName("createEnum").WithSummary("Create an enumeration");
        changes.MapDelete("/enums/{name}", DropEnum.HandleAsync).WithName("dropEnum").WithSummary("Drop an enumeration");
        changes.MapPost("/enums/{name}/values", AddEnumValue.HandleAsync).WithName("addEnumValue").WithSummary("Add a value to an enumeration");
        changes.MapPut("/enums/{name}/values", RenameEnumValue.HandleAsync).WithName("renameEnumValue").WithSummary("Rename a value of an enumeration");
    }
}
