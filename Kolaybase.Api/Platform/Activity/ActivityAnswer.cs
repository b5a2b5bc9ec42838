using Kolaybase.ControlPlane.Audit;

namespace Kolaybase.Api.Platform.Activity;

/// <summary>Something that was done to a project.</summary>
/// <param name="Id">The entry; what <c>cursor</c> takes.</param>
/// <param name="At">When it began.</param>
/// <param name="Action">What was done, e.g. <c>table.create</c>.</param>
/// <param name="Subject">What it was done to, e.g. <c>public.news</c>; null where that is not one thing.</param>
/// <param name="Commands">PostgreSQL's command tags of SQL that ran; empty where the action says it.</param>
/// <param name="Outcome"><c>done</c>, <c>failed</c>, or <c>pending</c>: under way, or its end could not be noted.</param>
/// <param name="AccountId">The member who did it; null for the service key.</param>
/// <param name="Email">His address; null for the service key and for accounts that are gone.</param>
/// <param name="Address">The client's network address.</param>
/// <param name="RequestId">The request.</param>
public sealed record ActivityAnswer(
    Guid Id,
    DateTimeOffset At,
    string Action,
    string? Subject,
    string[] Commands,
    AuditOutcome Outcome,
    Guid? AccountId,
    string? Email,
    string? Address,
    string RequestId)
{
    /// <summary>The answer of an entry.</summary>
    internal static ActivityAnswer From(AuditEntry entry, string? email) => new(
        entry.Id, entry.At, entry.Action, entry.Subject, entry.Commands, entry.Outcome, entry.AccountId, email, entry.Address, entry.RequestId);
}
