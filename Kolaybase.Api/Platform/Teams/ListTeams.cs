using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Teams;

/// <summary><c>GET /api/teams</c>, the oldest first.</summary>
internal static class ListTeams
{
    public static async Task<Ok<TeamAnswer[]>> HandleAsync(PlatformUser caller, RegistryContext db, CancellationToken cancellationToken)
    {
        var rows = await (
            from member in db.TeamMembers.AsNoTracking()
            where member.AccountId == caller.AccountId
            join team in db.Teams.AsNoTracking() on member.TeamId equals team.Id
            orderby team.CreatedAt, team.Id
            select new { Team = team, member.Role }).ToListAsync(cancellationToken);
        return TypedResults.Ok(rows.Select(r => TeamAnswer.From(r.Team, r.Role)).ToArray());
    }
}
