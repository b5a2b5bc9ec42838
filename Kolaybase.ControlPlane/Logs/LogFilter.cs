namespace Kolaybase.ControlPlane.Logs;

/// <summary>Which entries of a project are wanted; null asks for all.</summary>
public sealed record LogFilter
{
    /// <summary>Of this request and its jobs.</summary>
    public string? RequestId { get; init; }

    /// <summary>Only this kind.</summary>
    public LogKind? Kind { get; init; }

    /// <summary>Only answers with a status from this one on.</summary>
    public int? LeastStatus { get; init; }

    /// <summary>Only answers with a status up to this one.</summary>
    public int? MostStatus { get; init; }

    /// <summary>Only requests whose path begins so.</summary>
    public string? PathPrefix { get; init; }

    /// <summary>Begun at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Begun before this time.</summary>
    public DateTimeOffset? Until { get; init; }
}
