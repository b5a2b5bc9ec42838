using Kolaybase.ControlPlane.Logs;

namespace Kolaybase.Api.Logs;

/// <summary>A request, an attempt of a job, or how many of these were not kept.</summary>
/// <param name="Id">The entry; what <c>cursor</c> takes.</param>
/// <param name="At">When it began.</param>
/// <param name="Kind"><c>request</c>, <c>job</c>, or <c>omitted</c>: what was beyond the entries that are kept of one second.</param>
/// <param name="RequestId">The request (<c>X-Request-Id</c>); of a job, the one that asked for it; null for jobs that none asked for.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">Its path, with names of tables, buckets and functions, and with <c>{…}</c> for all else; without query.</param>
/// <param name="Capability">The part of the API: <c>rest</c>, <c>tables</c>, <c>storage</c>, <c>auth</c>, …</param>
/// <param name="Status">The answer's status; 499 where the client went away.</param>
/// <param name="Caller">Who called: <c>anon</c>, <c>user</c>, <c>service</c>, <c>member</c>, or <c>nobody</c>.</param>
/// <param name="Bytes">Bytes of the answer's body; null where it was streamed.</param>
/// <param name="Job">The job's kind, e.g. <c>provision-project</c>.</param>
/// <param name="JobId">The job, the same in all its attempts.</param>
/// <param name="Attempt">Which attempt it was, from 1.</param>
/// <param name="Outcome"><c>done</c>, <c>failed</c> (it is tried again) or <c>given_up</c>.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Code">The code of a refusal or fault, as the answer had it.</param>
/// <param name="Cause">What the code means, or PostgreSQL's name of its condition.</param>
/// <param name="Hint">What to do about it.</param>
/// <param name="Count">Of <c>omitted</c>: how many.</param>
public sealed record LogAnswer(
    Guid Id,
    DateTimeOffset At,
    LogKind Kind,
    string? RequestId,
    string? Method,
    string? Path,
    string? Capability,
    int? Status,
    LogCaller? Caller,
    long? Bytes,
    string? Job,
    string? JobId,
    int? Attempt,
    LogOutcome? Outcome,
    double? DurationMs,
    string? Code,
    string? Cause,
    string? Hint,
    int? Count)
{
    /// <summary>The answer of an entry.</summary>
    internal static LogAnswer From(ProjectLogEntry entry) => new(
        entry.Id, entry.At, entry.Kind, entry.RequestId, entry.Method, entry.Path, entry.Capability, entry.Status, entry.Caller, entry.Bytes,
        entry.Job, entry.JobId, entry.Attempt, entry.Outcome, entry.DurationMs, entry.Code, entry.Cause, entry.Hint, entry.Count);
}
