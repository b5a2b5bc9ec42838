namespace Kolaybase.ControlPlane.Logs;

/// <summary>
/// What a project's developers see of a request, of an attempt of a job, or of how many of these were not kept. Names of tables, buckets and
/// functions may be in it; values, keys of objects, addresses and SQL never.
/// </summary>
public sealed class ProjectLogEntry
{
    /// <summary>Longest <see cref="RequestId"/>, in characters: what <c>X-Request-Id</c> may have.</summary>
    public const int MaxRequestId = 64;

    /// <summary>Longest <see cref="Path"/>, in characters; what is longer is cut.</summary>
    public const int MaxPath = 400;

    /// <summary>Longest <see cref="Cause"/> and <see cref="Hint"/>, in characters; what is longer is cut.</summary>
    public const int MaxText = 500;

    /// <summary>Longest of the short words: capability, caller, code, kinds.</summary>
    public const int MaxWord = 50;

    /// <summary>The entry; a UUID of version 7 made of <see cref="At"/>, so that entries sort by time. Set by the writer.</summary>
    public Guid Id { get; set; }

    /// <summary>The project.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it is about.</summary>
    public required LogKind Kind { get; init; }

    /// <summary>The request (<c>X-Request-Id</c>); of a job, the one that asked for it. Null for jobs that no request asked for.</summary>
    public string? RequestId { get; init; }

    /// <summary>The request's method.</summary>
    public string? Method { get; init; }

    /// <summary>Its route with the names of tables, buckets and functions filled in; without query.</summary>
    public string? Path { get; init; }

    /// <summary>The part of the API that answered, e.g. <c>rest</c>.</summary>
    public string? Capability { get; init; }

    /// <summary>The answer's status.</summary>
    public int? Status { get; init; }

    /// <summary>Who called.</summary>
    public LogCaller? Caller { get; init; }

    /// <summary>Bytes of the answer's body; null where the answer was streamed without a length.</summary>
    public long? Bytes { get; init; }

    /// <summary>The job's kind, e.g. <c>provision-project</c>.</summary>
    public string? Job { get; init; }

    /// <summary>The job, the same in all its attempts.</summary>
    public string? JobId { get; init; }

    /// <summary>Which attempt it was, from 1.</summary>
    public int? Attempt { get; init; }

    /// <summary>What became of the attempt.</summary>
    public LogOutcome? Outcome { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public double? DurationMs { get; init; }

    /// <summary>Code of the refusal or fault, as in the answer.</summary>
    public string? Code { get; init; }

    /// <summary>What that code means, or PostgreSQL's name of the condition.</summary>
    public string? Cause { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Hint { get; init; }

    /// <summary>Of <see cref="LogKind.Omitted"/>: how many were not kept.</summary>
    public int? Count { get; init; }
}

/// <summary>What an entry is about.</summary>
public enum LogKind
{
    /// <summary>A request.</summary>
    Request,

    /// <summary>An attempt of a job.</summary>
    Job,

    /// <summary>Requests and jobs beyond what is kept of one second.</summary>
    Omitted,
}

/// <summary>Who made a request.</summary>
public enum LogCaller
{
    /// <summary>Who could not be told, or brought no key at all.</summary>
    Nobody,

    /// <summary>The anon key.</summary>
    Anon,

    /// <summary>A signed-in end user.</summary>
    User,

    /// <summary>The service key.</summary>
    Service,

    /// <summary>A member of the team.</summary>
    Member,
}

/// <summary>What became of an attempt of a job.</summary>
public enum LogOutcome
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>It failed and is tried again.</summary>
    Failed,

    /// <summary>It failed and is not tried again.</summary>
    GivenUp,
}
