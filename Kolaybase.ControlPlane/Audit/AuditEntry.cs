namespace Kolaybase.ControlPlane.Audit;

/// <summary>
/// What somebody did to a project: who, what, when, from where. Names of tables and columns may be in it, values never.
/// Kept for <see cref="KeptFor"/>, the newest <see cref="MaxPerProject"/> of a project.
/// </summary>
public sealed class AuditEntry
{
    /// <summary>How long an entry is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    /// <summary>Most entries of one project.</summary>
    public const int MaxPerProject = 10_000;

    /// <summary>Longest <see cref="Action"/>, in characters.</summary>
    public const int MaxAction = 50;

    /// <summary>Longest <see cref="Subject"/>, in characters: three names of 63 and what stands between them.</summary>
    public const int MaxSubject = 200;

    /// <summary>Most <see cref="Commands"/>.</summary>
    public const int MaxCommands = 50;

    /// <summary>The entry; a UUID of version 7, so that entries sort by time.</summary>
    public required Guid Id { get; init; }

    /// <summary>The project.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The platform user; null for the service key.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>What was done, e.g. <c>table.create</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to, e.g. <c>public.news</c>; null where that is not one thing.</summary>
    public string? Subject { get; init; }

    /// <summary>PostgreSQL's command tags of what ran, e.g. <c>ALTER TABLE</c>; empty where the action says it.</summary>
    public string[] Commands { get; init; } = [];

    /// <summary>What became of it.</summary>
    public required AuditOutcome Outcome { get; init; }

    /// <summary>The client's network address; null where there is none.</summary>
    public string? Address { get; init; }

    /// <summary>The request (<c>X-Request-Id</c>).</summary>
    public required string RequestId { get; init; }
}

/// <summary>What became of an action.</summary>
public enum AuditOutcome
{
    /// <summary>It is under way, or its end could not be noted: then it is not known.</summary>
    Pending,

    /// <summary>It took effect.</summary>
    Done,

    /// <summary>It was refused or undone.</summary>
    Failed,
}

/// <summary>What is noted before an action takes effect.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="AccountId">The platform user; null for the service key.</param>
/// <param name="Action">What is done, at most <see cref="AuditEntry.MaxAction"/> characters.</param>
/// <param name="Subject">What it is done to; cut after <see cref="AuditEntry.MaxSubject"/> characters.</param>
/// <param name="Address">The client's network address.</param>
/// <param name="RequestId">The request.</param>
public sealed record AuditNote(Guid ProjectId, Guid? AccountId, string Action, string? Subject, string? Address, string RequestId);
