using System.Globalization;
using System.Text;
using System.Text.Json;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Jobs;

/// <summary>Jobs that were given up: rows of the queue's table under another recipient, kept until an operator re-queues them.</summary>
public sealed class DeadLetters(IDbContextFactory<RegistryContext> registry)
{
    /// <summary>All of them, the oldest first.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await registry.CreateDbContextAsync(cancellationToken);
        var rows = await context.QueuedMessages.AsNoTracking().Where(m => m.Recipient == JobQueues.Dead).OrderBy(m => m.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(Read)];
    }

    /// <summary>Puts one back into the queue as if it had never been tried.</summary>
    /// <returns>False when there is no dead job of that id.</returns>
    public async Task<bool> RequeueAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await registry.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var headers = await context.Database
            .SqlQuery<byte[]>($"select headers as \"Value\" from jobs.messages where id = {id} and recipient = {JobQueues.Dead} for update")
            .ToListAsync(cancellationToken);
        if (headers.Count == 0)
        {
            return false;
        }

        var kept = Headers(headers[0]);
        foreach (var header in new[] { JobHeaders.Attempt, JobHeaders.FailedAt, Rebus.Messages.Headers.ErrorDetails, Rebus.Messages.Headers.SourceQueue })
        {
            kept.Remove(header);
        }

        var written = JsonSerializer.SerializeToUtf8Bytes(kept);
        await context.Database.ExecuteSqlAsync(
            $"update jobs.messages set recipient = {JobQueues.Jobs}, headers = {written}, visible = now() where id = {id} and recipient = {JobQueues.Dead}", cancellationToken);
        await context.Database.ExecuteSqlAsync($"select pg_notify({JobQueues.Channel}, '')", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Puts all of them back.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RequeueAllAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var letter in await ListAsync(cancellationToken))
        {
            count += await RequeueAsync(letter.Id, cancellationToken) ? 1 : 0;
        }

        return count;
    }

    private static DeadLetter Read(QueuedMessage row)
    {
        var headers = Headers(row.Headers);
        return new DeadLetter(
            row.Id,
            headers.GetValueOrDefault(Rebus.Messages.Headers.Type, "unknown"),
            Time(headers.GetValueOrDefault(Rebus.Messages.Headers.SentTime)),
            Time(headers.GetValueOrDefault(JobHeaders.FailedAt)),
            int.TryParse(headers.GetValueOrDefault(JobHeaders.Attempt), CultureInfo.InvariantCulture, out var attempts) ? attempts : 1,
            headers.GetValueOrDefault(Rebus.Messages.Headers.ErrorDetails, ""),
            Encoding.UTF8.GetString(row.Body));
    }

    // As Rebus writes them: a JSON object of strings.
    private static Dictionary<string, string> Headers(byte[] json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
