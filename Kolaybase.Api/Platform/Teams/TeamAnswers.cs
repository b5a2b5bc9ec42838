using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Platform.Teams;

/// <summary>A team as a member sees it.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">Shown name.</param>
/// <param name="Personal">True for the team that came with a sign-up.</param>
/// <param name="Role">The caller's role in it.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record TeamAnswer(Guid Id, string Name, bool Personal, TeamRole Role, DateTimeOffset CreatedAt)
{
    /// <summary>The answer for a row.</summary>
    public static TeamAnswer From(Team team, TeamRole role) => new(team.Id, team.Name, team.Personal, role, team.CreatedAt);
}

/// <summary>A member of a team.</summary>
/// <param name="UserId">The account.</param>
/// <param name="Email">Its address.</param>
/// <param name="FirstName">Given name; null when not told.</param>
/// <param name="LastName">Family name; null when not told.</param>
/// <param name="Role">What the member may do.</param>
/// <param name="JoinedAt">Since when.</param>
public sealed record MemberAnswer(Guid UserId, string Email, string? FirstName, string? LastName, TeamRole Role, DateTimeOffset JoinedAt)
{
    /// <summary>The answer for a row whose account was read as well.</summary>
    public static MemberAnswer From(TeamMember member) =>
        new(member.AccountId, member.Account!.Email, member.Account.FirstName, member.Account.LastName, member.Role, member.JoinedAt);
}

/// <summary>An open invitation.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="TeamId">The team.</param>
/// <param name="TeamName">Its shown name.</param>
/// <param name="Email">The invited address.</param>
/// <param name="Role">The role that accepting gives.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">After this it can't be accepted.</param>
public sealed record InviteAnswer(Guid Id, Guid TeamId, string TeamName, string Email, TeamRole Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>The answer for a row.</summary>
    public static InviteAnswer From(TeamInvite invite, Team team) =>
        new(invite.Id, team.Id, team.Name, invite.Email, invite.Role, invite.CreatedAt, invite.ExpiresAt);
}
