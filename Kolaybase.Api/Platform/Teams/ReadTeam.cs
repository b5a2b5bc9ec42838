using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Platform.Teams;

/// <summary><c>GET /api/teams/{id}</c>.</summary>
internal static class ReadTeam
{
    public static async Task<Ok<TeamAnswer>> HandleAsync(Guid id, PlatformUser caller, TeamAccess access, CancellationToken cancellationToken)
    {
        var (team, role) = await access.RequireAsync(id, caller.AccountId, TeamRole.Viewer, cancellationToken);
        return TypedResults.Ok(TeamAnswer.From(team, role));
    }
}
