using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Workers.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Rebus.Messages;
using Rebus.Pipeline;
using Rebus.Transport;
using Rebus.Transport.InMem;

namespace Kolaybase.Tests.Workers.Jobs;

/// <summary>What becomes of a job that ended in an exception, on the library's own transport in memory.</summary>
public class JobRetryStepTests
{
    private readonly InMemNetwork _network = new();

    [Fact]
    public async Task A_job_that_its_own_token_has_cancelled_is_not_put_back_as_failed_though_the_bus_does_not_stop_yet()
    {
        await ProcessAsync(new CancellationToken(canceled: true));
        Assert.Equal(0, _network.GetCount(JobQueues.Jobs));
    }

    [Fact]
    public async Task A_cancellation_of_anything_else_is_a_failure()
    {
        await ProcessAsync(CancellationToken.None);
        Assert.Equal(1, _network.GetCount(JobQueues.Jobs));
    }

    private async Task ProcessAsync(CancellationToken job)
    {
        _network.CreateQueue(JobQueues.Jobs);
        var transport = new InMemTransport(_network, JobQueues.Jobs);
        var step = new JobRetryStep(transport, new JobOptions(), TimeProvider.System, NullLogger<JobRetryStep>.Instance, CancellationToken.None);
        using var scope = new RebusTransactionScope();
        var message = new TransportMessage(new Dictionary<string, string> { [Headers.MessageId] = "1", [Headers.Type] = "test" }, []);
        var context = new IncomingStepContext(message, scope.TransactionContext);
        context.Save(job);
        context.Save(new Message(message.Headers, ""));
        await step.Process(context, () => throw new OperationCanceledException());
        await scope.CompleteAsync();
    }
}
