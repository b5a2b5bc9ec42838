namespace Kolaybase.ControlPlane.Registry;

/// <summary>A team owns projects.</summary>
public sealed class Team
{
    /// <summary>Identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>Shown name, 1 to 100 characters.</summary>
    public required string Name { get; set; }

    /// <summary>True for the team that came with a sign-up.</summary>
    public bool Personal { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who belongs to it.</summary>
    public List<TeamMember> Members { get; init; } = [];
}

/// <summary>One account's place in one team.</summary>
public sealed class TeamMember
{
    /// <summary>The team.</summary>
    public required Guid TeamId { get; init; }

    /// <summary>The account.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>What the member may do.</summary>
    public required TeamRole Role { get; set; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>The account, where it was asked for.</summary>
    public Account? Account { get; init; }
}

/// <summary>Roles in a team, the least first: a greater value may do all that a lesser one may.</summary>
public enum TeamRole
{
    /// <summary>Reads.</summary>
    Viewer = 0,

    /// <summary>Projects, tables, SQL, storage.</summary>
    Developer = 1,

    /// <summary>All but deleting the team.</summary>
    Admin = 2,

    /// <summary>Everything.</summary>
    Owner = 3,
}

/// <summary>An invitation of an address to a team.</summary>
public sealed class TeamInvite
{
    /// <summary>Identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>The team.</summary>
    public required Guid TeamId { get; init; }

    /// <summary>The invited address as typed.</summary>
    public required string Email { get; init; }

    /// <summary>The address in the form that is compared.</summary>
    public required string NormalizedEmail { get; init; }

    /// <summary>The role that accepting gives.</summary>
    public required TeamRole Role { get; set; }

    /// <summary>Who invited.</summary>
    public required Guid InvitedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>After this it can't be accepted.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was accepted; null while it is open.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>The team, where it was asked for.</summary>
    public Team? Team { get; init; }
}
