using Kolaybase.Api.Http.Callers;
using Kolaybase.Api.Sql.Statements;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Sql.Migrating;

/// <summary><c>GET /api/sql/migrations</c>.</summary>
internal static class ListMigrations
{
    /// <summary>The project's migrations in the order in which they were applied.</summary>
    public static async Task<Ok<IReadOnlyList<MigrationAnswer>>> HandleAsync(
        Guid projectId, HttpContext context, NamedProjects projects, ProjectDatabases databases, SqlOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var caller = await projects.RequireAsync(context, projectId);
        await using var session = await SqlSession.OpenAsync(databases, caller.Project, options, time, cancellationToken);
        return TypedResults.Ok(await SqlFaults.ExplainAsync(session, new TextPlace(""), () => MigrationTable.ListAsync(session)));
    }
}
