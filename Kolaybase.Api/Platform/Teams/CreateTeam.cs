using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Teams;

/// <summary><c>POST /api/teams</c>.</summary>
internal static class CreateTeam
{
    /// <param name="Name">1 to 100 characters on one line; need not be unique.</param>
    public sealed record Request(string Name);

    public static async Task<Created<TeamAnswer>> HandleAsync(
        Request request, PlatformUser caller, RegistryContext db, PlatformOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var name = request.Name.Trim();
        new Faults().Check(DisplayName.Accepts(name), "name", DisplayName.Fault).ThrowIfAny();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The account's row is held: calls that come at once are counted one after the other.
        if (await db.Database.ExecuteSqlAsync($"update accounts set id = id where id = {caller.AccountId}", cancellationToken) == 0)
        {
            throw new ApiException(401, ErrorCodes.InvalidPlatformToken, "The account of this token is gone.", hint: "Sign up again.");
        }

        if (await db.TeamMembers.CountAsync(m => m.AccountId == caller.AccountId && m.Role == TeamRole.Owner, cancellationToken) >= options.TeamsPerAccount)
        {
            throw new ApiException(409, ErrorCodes.TeamLimit, $"You own {options.TeamsPerAccount} teams or more, which is the most.", hint: "Delete a team, or leave one that has another owner.");
        }

        var now = clock.GetStorableUtcNow();
        var team = new Team { Id = Guid.CreateVersion7(), Name = name, CreatedAt = now };
        team.Members.Add(new TeamMember { TeamId = team.Id, AccountId = caller.AccountId, Role = TeamRole.Owner, JoinedAt = now });
        db.Teams.Add(team);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/teams/{team.Id}", TeamAnswer.From(team, TeamRole.Owner));
    }
}
