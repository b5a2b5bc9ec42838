using Kolaybase.Api.Http;

namespace Kolaybase.Api.Platform.Teams;

/// <summary>Teams, members and invitations: <c>/api/teams</c> (contract, section 2.2).</summary>
internal static class TeamsApi
{
    /// <summary>Maps the calls. Who is no member of a team gets 404 for it.</summary>
    public static void MapTeams(this IEndpointRouteBuilder routes)
    {
        var teams = routes.MapGroup("/api/teams").WithTags("Teams").RequirePlatformUser().Refuses(401);
        teams.MapGet("/", ListTeams.HandleAsync).WithName("listTeams").WithSummary("The teams that the caller is a member of");
        teams.MapPost("/", CreateTeam.HandleAsync).Refuses(400, 413, 415).WithName("createTeam").WithSummary("Make a team and own it");
        teams.MapGet("/invites", ListMyInvites.HandleAsync).WithName("listMyInvites").WithSummary("Open invitations of the caller's address");
        teams.MapPost("/invites/{id:guid}/accept", AcceptInvite.HandleAsync).Refuses(403, 404).WithName("acceptInvite").WithSummary("Become a member");

        var team = teams.MapGroup("/{id:guid}").Refuses(404);
        team.MapGet("/", ReadTeam.HandleAsync).WithName("readTeam").WithSummary("One team");
        team.MapPatch("/", ChangeTeam.HandleAsync).Refuses(400, 403, 413, 415).WithName("changeTeam").WithSummary("Rename a team (admin)");
        team.MapDelete("/", DeleteTeam.HandleAsync).Refuses(403, 409).WithName("deleteTeam").WithSummary("Delete a team without projects (owner)");
        team.MapGet("/members", ListMembers.HandleAsync).WithName("listMembers").WithSummary("Who belongs to a team");
        team.MapPost("/invites", InviteMember.HandleAsync).Refuses(400, 403, 409, 413, 415).WithName("inviteMember").WithSummary("Invite an address (admin)");
        team.MapPatch("/members/{userId:guid}", ChangeMember.HandleAsync).Refuses(400, 403, 409, 413, 415).WithName("changeMember").WithSummary("Change a member's role (admin)");
        team.MapDelete("/members/{userId:guid}", RemoveMember.HandleAsync).Refuses(403, 409).WithName("removeMember").WithSummary("Leave a team, or remove a member (admin)");
    }
}
