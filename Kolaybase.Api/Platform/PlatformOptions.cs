namespace Kolaybase.Api.Platform;

/// <summary>Settings of the platform endpoints, section <c>Kolaybase:Platform</c>.</summary>
public sealed record PlatformOptions
{
    /// <summary>Projects that a team may have at once (<c>ProjectsPerTeam</c>); empty means 200.</summary>
    public int ProjectsPerTeam { get; init; } = 200;

    /// <summary>Open invitations that a team may have at once (<c>InvitesPerTeam</c>); empty means 100.</summary>
    public int InvitesPerTeam { get; init; } = 100;

    /// <summary>Seconds that creating a project waits for it to be ready (<c>ProjectWaitSeconds</c>); empty means 15.</summary>
    public int ProjectWaitSeconds { get; init; } = 15;

    /// <summary>Teams that an account may own before it can make no further one (<c>TeamsPerAccount</c>); empty means 50.</summary>
    public int TeamsPerAccount { get; init; } = 50;

    /// <summary>Whether invitations are shown to and accepted by proven addresses only (<c>InvitesNeedVerifiedEmail</c>, true or false); empty means true: signing up proves nothing, and a member sees the team's keys.</summary>
    public bool InvitesNeedVerifiedEmail { get; init; } = true;
}
