using System.Globalization;
using Kolaybase.ControlPlane.Jobs;
using Microsoft.Extensions.Logging;
using Rebus.Messages;
using Rebus.Pipeline;
using Rebus.Retry;
using Rebus.Retry.Simple;
using Rebus.Transport;

namespace Kolaybase.Workers.Jobs;

/// <summary>
/// Runs a job and decides what becomes of it. Success, the copy that waits for its next attempt, and the dead letter are all
/// written in the transaction that took the job: whatever happens in between, it is in the table once.
/// </summary>
internal sealed partial class JobRetryStep(ITransport transport, JobOptions options, TimeProvider time, ILogger<JobRetryStep> logger, CancellationToken stopping)
    : IRetryStep, IRetryStrategy
{
    // Enough for an exception with its causes and stack.
    private const int MaxErrorLength = 8000;
    private static readonly TimeSpan AfterGiveUp = TimeSpan.FromSeconds(10);

    public IRetryStep GetRetryStep() => this;

    public async Task Process(IncomingStepContext context, Func<Task> next)
    {
        var transaction = context.Load<ITransactionContext>();
        var message = context.Load<TransportMessage>();
        try
        {
            await next();
        }
        // The job's own token is cancelled first, the bus' a moment later: seen between the two it would be a failure, and counted.
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || context.Load<CancellationToken>().IsCancellationRequested)
        {
            // Left in the queue, not counted.
            transaction.SetResult(commit: false, ack: false);
            return;
        }
        catch (JobPostponedException postponed)
        {
            var headers = new Dictionary<string, string>(message.Headers);
            await PutBackAsync(headers, message.Body, postponed.Pause, transaction);
        }
        catch (Exception exception)
        {
            // A message that could not even be read will not get better.
            var readable = context.Load<Message>() is not null;
            await HandleFailureAsync(message, readable, exception, transaction);
        }

        transaction.SetResult(commit: true, ack: true);
    }

    private async Task HandleFailureAsync(TransportMessage message, bool readable, Exception exception, ITransactionContext transaction)
    {
        var type = message.Headers.GetValueOrDefault(Headers.Type, "unknown");
        var attempt = JobActivator.AttemptOf(message.Headers);
        var headers = new Dictionary<string, string>(message.Headers);
        if (exception is GiveUpException)
        {
            // The last attempt once more: whoever waits must hear of the end.
            LogUntold(DatabaseFault.Redacted(exception), type, AfterGiveUp.TotalSeconds);
            await PutBackAsync(headers, message.Body, AfterGiveUp, transaction);
            return;
        }

        if (readable && attempt < options.Attempts && exception is not PermanentFailureException)
        {
            var pause = options.RetryDelays[attempt - 1];
            LogRetry(DatabaseFault.Redacted(exception), type, attempt, options.Attempts, pause.TotalSeconds);
            headers[JobHeaders.Attempt] = (attempt + 1).ToString(CultureInfo.InvariantCulture);
            await PutBackAsync(headers, message.Body, pause, transaction);
            return;
        }

        var told = DatabaseFault.Redacted(exception);
        LogDead(told, type, attempt);
        var error = told.ToString();
        headers[JobHeaders.Attempt] = attempt.ToString(CultureInfo.InvariantCulture);
        headers[JobHeaders.FailedAt] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        headers[Headers.ErrorDetails] = error.Length > MaxErrorLength ? error[..MaxErrorLength] : error;
        headers[Headers.SourceQueue] = JobQueues.Jobs;
        await transport.Send(JobQueues.Dead, new TransportMessage(headers, message.Body), transaction);
    }

    private Task PutBackAsync(Dictionary<string, string> headers, byte[] body, TimeSpan pause, ITransactionContext transaction)
    {
        headers[Headers.DeferredUntil] = (time.GetUtcNow() + pause).ToString("O", CultureInfo.InvariantCulture);
        return transport.Send(JobQueues.Jobs, new TransportMessage(headers, body), transaction);
    }

    [LoggerMessage(LogLevel.Warning, "Job {Type} failed in attempt {Attempt} of {Attempts}; next in {Seconds} s")]
    private partial void LogRetry(Exception exception, string type, int attempt, int attempts, double seconds);

    [LoggerMessage(LogLevel.Error, "Job {Type} failed in its last attempt, which could not be said where it is waited for; once more in {Seconds} s")]
    private partial void LogUntold(Exception exception, string type, double seconds);

    [LoggerMessage(LogLevel.Error, "Job {Type} is given up after attempt {Attempt}; it is among the dead letters")]
    private partial void LogDead(Exception exception, string type, int attempt);
}
