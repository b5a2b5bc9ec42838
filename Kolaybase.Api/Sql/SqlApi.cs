using Kolaybase.Api.Http;
using Kolaybase.Api.Sql.Migrating;

namespace Kolaybase.Api.Sql;

/// <summary>SQL as the project's owner: <c>/api/sql</c> (contract, section 7).</summary>
internal static class SqlApi
{
    /// <summary>Reads the limits.</summary>
    public static void AddSql(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(SqlOptions.Read(configuration)).AddSingleton<SqlAudit>();

    /// <summary>Maps the calls: the service key and members from developer up; every member reads the list.</summary>
    public static void MapSql(this IEndpointRouteBuilder routes)
    {
        var sql = routes.MapGroup("/api/sql").WithTags("SQL").AddEndpointFilter(SingleParameters.Filter);
        sql.MapPost("/execute", ExecuteSql.HandleAsync).WithName("executeSql").WithSummary("Run SQL as the project's owner").RequireNamedProjectCaller(ProjectAccess.Change);
        sql.MapPost("/migrations", ApplyMigration.HandleAsync).WithName("applyMigration").WithSummary("Apply a named migration once").RequireNamedProjectCaller(ProjectAccess.Change);
        sql.MapGet("/migrations", ListMigrations.HandleAsync).WithName("listMigrations").WithSummary("List the migrations that were applied").RequireNamedProjectCaller(ProjectAccess.Inspect);
    }
}
