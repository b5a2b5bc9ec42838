using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.Api.Platform.Teams;

/// <summary><c>DELETE /api/teams/{id}</c>: by an owner, once its projects are gone. Members and invitations go with it.</summary>
internal static class DeleteTeam
{
    public static async Task<NoContent> HandleAsync(Guid id, PlatformUser caller, RegistryContext db, TeamAccess access, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await access.LockAsync(id, caller.AccountId, TeamRole.Owner, cancellationToken);
        if (await db.Projects.AnyAsync(p => p.TeamId == id, cancellationToken))
        {
            throw HasProjects();
        }

        try
        {
            await db.Teams.Where(t => t.Id == id).ExecuteDeleteAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation)
        {
            throw HasProjects(e);
        }

        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static ApiException HasProjects(Exception? inner = null) =>
        new(409, ErrorCodes.TeamHasProjects, "The team has projects.", hint: "Delete them first and wait until they are gone from GET /api/projects.", inner: inner);
}
