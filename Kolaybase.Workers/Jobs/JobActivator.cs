using System.Diagnostics;
using System.Globalization;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Logs;
using Microsoft.Extensions.DependencyInjection;
using Rebus.Activation;
using Rebus.Handlers;
using Rebus.Pipeline;
using Rebus.Transport;

namespace Kolaybase.Workers.Jobs;

/// <summary>Gives Rebus the handler of a job, made in a scope that ends with the attempt.</summary>
internal sealed class JobActivator(IServiceProvider services, JobOptions options, JobMetrics metrics, JobLog log, TimeProvider time) : IHandlerActivator
{
    public Task<IEnumerable<IHandleMessages<TMessage>>> GetHandlers<TMessage>(TMessage message, ITransactionContext transactionContext)
    {
        var scope = services.CreateAsyncScope();
        transactionContext.OnDisposed(_ => scope.Dispose());
        var handler = scope.ServiceProvider.GetService<IJobHandler<TMessage>>();
        return Task.FromResult<IEnumerable<IHandleMessages<TMessage>>>(handler is null ? [] : [new Adapter<TMessage>(handler, this)]);
    }

    /// <summary>Which attempt a message is.</summary>
    public static int AttemptOf(IReadOnlyDictionary<string, string> headers) =>
        int.TryParse(headers.GetValueOrDefault(JobHeaders.Attempt), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? attempt : 1;

    private IServiceProvider Services => services;

    private JobOptions Options => options;

    private long Begin() => time.GetTimestamp();

    private JobLog Log => log;

    private TimeSpan Since(long begun) => time.GetElapsedTime(begun);

    private void Note(string kind, TimeSpan duration, string? error) => metrics.Processed(kind, duration, error);

    private sealed class Adapter<TMessage>(IJobHandler<TMessage> handler, JobActivator jobs) : IHandleMessages<TMessage>
    {
        public async Task Handle(TMessage message)
        {
            var context = MessageContext.Current;
            var attempt = new JobAttempt(AttemptOf(context.Headers), jobs.Options.Attempts);
            var kind = JobTypes.NameOf(typeof(TMessage));
            // Jobs that this one enqueues are for the same request.
            JobOrigin.RequestId = context.Headers.GetValueOrDefault(JobHeaders.RequestId);
            using var activity = JobTelemetry.Process(kind, context.Headers, attempt.Number);
            var begun = jobs.Begin();
            var stopping = context.IncomingStepContext.Load<CancellationToken>();
            try
            {
                await handler.RunAsync(message, attempt, stopping);
                jobs.Note(kind, jobs.Since(begun), error: null);
                jobs.Log.Note(message!, context.Headers, attempt, jobs.Since(begun), LogOutcome.Done);
            }
            catch (Exception exception) when (exception is not JobPostponedException)
            {
                // Its message may hold what is in no span.
                activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", exception.GetType().Name);
                var duration = jobs.Since(begun);
                jobs.Note(kind, duration, exception.GetType().Name);
                if (stopping.IsCancellationRequested)
                {
                    // Whatever it says: it was cut off, and is neither counted nor given up.
                    throw new OperationCanceledException("The worker stops.", exception, stopping);
                }

                var ends = attempt.IsLast || exception is PermanentFailureException;
                jobs.Log.Note(message!, context.Headers, attempt, duration, ends ? LogOutcome.GivenUp : LogOutcome.Failed, exception);
                if (ends && await GiveUpAsync(message, exception, stopping) == GivenUp.Dropped)
                {
                    return;
                }

                throw;
            }
        }

        // By another handler in a scope of its own: the failed one's context and connections may be what failed.
        private async Task<GivenUp> GiveUpAsync(TMessage message, Exception cause, CancellationToken cancellationToken)
        {
            try
            {
                await using var scope = jobs.Services.CreateAsyncScope();
                return await scope.ServiceProvider.GetRequiredService<IJobHandler<TMessage>>().GiveUpAsync(message, cause, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new GiveUpException(cause, exception);
            }
        }
    }
}
