using System.Data.Common;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Kolaybase.ControlPlane.Audit;

/// <summary>
/// Notes what is done to projects. An action is noted as pending before it takes effect and its outcome afterwards: so none
/// that took effect is missing, and none fails because its outcome could not be noted (decision 19).
/// </summary>
public sealed partial class AuditLog(IDbContextFactory<RegistryContext> contexts, TimeProvider time, ILogger<AuditLog> logger)
{
    /// <summary>How long each write may take, in seconds: a tenant's locks may be held meanwhile.</summary>
    private const int TimeoutSeconds = 5;

    /// <summary>Notes that an action is about to take effect.</summary>
    /// <returns>The entry, for <see cref="EndAsync"/>.</returns>
    /// <exception cref="AuditUnavailableException">It could not be noted; the action has to be left.</exception>
    public async Task<Guid> BeginAsync(AuditNote note, CancellationToken cancellationToken)
    {
        var now = time.GetStorableUtcNow();
        var id = Guid.CreateVersion7(now);
        var subject = Cut(note.Subject);
        try
        {
            await using var context = await OpenAsync(cancellationToken);
            var written = await context.Database.ExecuteSqlAsync(
                $"""
                insert into audit_entries (id, project_id, at, account_id, action, subject, commands, outcome, address, request_id)
                select {id}, p.id, {now}, {note.AccountId}, {note.Action}, {subject}, {Array.Empty<string>()}, {nameof(AuditOutcome.Pending)}, {note.Address}, {note.RequestId}
                from projects p where p.id = {note.ProjectId}
                """,
                cancellationToken);
            return written == 1 ? id : throw new AuditUnavailableException();
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            throw new AuditUnavailableException(e);
        }
    }

    /// <summary>Notes what became of it; when that fails, the entry stays pending and the log says so.</summary>
    /// <param name="id">The entry.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="commands">Command tags of what ran; the first <see cref="AuditEntry.MaxCommands"/> are kept.</param>
    public async Task EndAsync(Guid id, AuditOutcome outcome, IEnumerable<string>? commands = null)
    {
        try
        {
            // The action is over whether its caller still waits or not.
            await using var context = await OpenAsync(CancellationToken.None);
            var tags = (commands ?? []).Take(AuditEntry.MaxCommands).ToArray();
            await context.Database.ExecuteSqlAsync($"update audit_entries set outcome = {outcome.ToString()}, commands = {tags} where id = {id}", CancellationToken.None);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            LogEndLost(id, outcome, e.GetType().Name);
        }
    }

    private async Task<RegistryContext> OpenAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Database.SetCommandTimeout(TimeoutSeconds);
        return context;
    }

    private static string? Cut(string? text) => text is { Length: > AuditEntry.MaxSubject }
        ? text[..(char.IsHighSurrogate(text[AuditEntry.MaxSubject - 2]) ? AuditEntry.MaxSubject - 2 : AuditEntry.MaxSubject - 1)] + "…"
        : text;

    [LoggerMessage(LogLevel.Warning, "The outcome {Outcome} of action {Entry} could not be noted ({Fault}); its entry stays pending")]
    private partial void LogEndLost(Guid entry, AuditOutcome outcome, string fault);
}
