using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Teams;

/// <summary>Looks up what the caller is in a team. Never cached: who was removed is out at once.</summary>
internal sealed class TeamAccess(RegistryContext db)
{
    /// <summary>The team and the caller's role in it.</summary>
    /// <exception cref="Http.ApiException">404: no such team or no member of it; 403: a lesser role than <paramref name="minimum"/>.</exception>
    public async Task<(Team Team, TeamRole Role)> RequireAsync(Guid teamId, Guid accountId, TeamRole minimum, CancellationToken cancellationToken)
    {
        var row = await (
            from member in db.TeamMembers
            where member.TeamId == teamId && member.AccountId == accountId
            join team in db.Teams on member.TeamId equals team.Id
            select new { Team = team, member.Role }).SingleOrDefaultAsync(cancellationToken) ?? throw TeamErrors.NoSuchTeam();
        return row.Role >= minimum ? (row.Team, row.Role) : throw TeamErrors.RoleTooLow(minimum);
    }

    /// <summary>Holds the team's row until the transaction ends, so that of changes to its members each sees what the one before left; then as <see cref="RequireAsync"/>.</summary>
    public async Task<(Team Team, TeamRole Role)> LockAsync(Guid teamId, Guid accountId, TeamRole minimum, CancellationToken cancellationToken)
    {
        // FOR UPDATE would wait for every insert that refers to the team; nothing here changes its key.
        await db.Database.ExecuteSqlAsync($"select 1 from teams where id = {teamId} for no key update", cancellationToken);
        return await RequireAsync(teamId, accountId, minimum, cancellationToken);
    }

    /// <summary>Refuses what would leave a team without an owner. Call it with the team's row held.</summary>
    /// <exception cref="Http.ApiException">409: <paramref name="accountId"/> is the only owner.</exception>
    public async Task KeepAnOwnerAsync(Guid teamId, Guid accountId, CancellationToken cancellationToken)
    {
        if (!await db.TeamMembers.AnyAsync(m => m.TeamId == teamId && m.Role == TeamRole.Owner && m.AccountId != accountId, cancellationToken))
        {
            throw TeamErrors.LastOwner();
        }
    }
}
