using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Platform.Teams;

/// <summary><c>PATCH /api/teams/{id}</c>.</summary>
internal static class ChangeTeam
{
    /// <param name="Name">The new name; left out, nothing changes.</param>
    public sealed record Request(string? Name = null);

    public static async Task<Ok<TeamAnswer>> HandleAsync(
        Guid id, Request request, PlatformUser caller, RegistryContext db, TeamAccess access, CancellationToken cancellationToken)
    {
        var name = request.Name?.Trim();
        new Faults().Check(name is null || DisplayName.Accepts(name), "name", DisplayName.Fault).ThrowIfAny();
        var (team, role) = await access.RequireAsync(id, caller.AccountId, TeamRole.Admin, cancellationToken);
        team.Name = name ?? team.Name;
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(TeamAnswer.From(team, role));
    }
}
