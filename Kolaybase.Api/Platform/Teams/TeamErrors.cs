using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Platform.Teams;

/// <summary>Refusals of teams.</summary>
internal static class TeamErrors
{
    public static ApiException NoSuchTeam() =>
        new(404, ErrorCodes.TeamNotFound, "There is no such team, or you are no member of it.");

    public static ApiException NoSuchMember() =>
        new(404, ErrorCodes.MemberNotFound, "The team has no such member.");

    public static ApiException NoSuchInvite() =>
        new(404, ErrorCodes.InviteNotFound, "There is no such open invitation for your address.", hint: "Invitations last seven days; ask for a new one.");

    public static ApiException EmailNotVerified() => new(
        403,
        ErrorCodes.EmailNotVerified,
        "Prove that your address is yours before you see or accept its invitations.",
        hint: "POST /api/auth/forgot-password mails a code to it; setting a password (the old one will do) with that code by POST /api/auth/reset-password proves it.");

    public static ApiException RoleTooLow(TeamRole needed) =>
        new(403, ErrorCodes.NotAllowed, $"This needs the role {Name(needed)} or above in the team.");

    public static ApiException AboveOwnRole(TeamRole own) =>
        new(403, ErrorCodes.NotAllowed, $"Your role in the team is {Name(own)}: you can't give or take a higher one.");

    public static ApiException LastOwner() =>
        new(409, ErrorCodes.LastOwner, "The team would be left without an owner.", hint: "Make another member owner first, or delete the team.");

    private static string Name(TeamRole role) => role.ToString().ToLowerInvariant();
}
