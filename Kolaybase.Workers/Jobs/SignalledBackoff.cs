using Rebus.Workers.ThreadPoolBased;

namespace Kolaybase.Workers.Jobs;

/// <summary>When the queue is empty, waits for a signal; after an error, for a while.</summary>
internal sealed class SignalledBackoff(JobSignal signal, TimeProvider time) : IBackoffStrategy
{
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WhenBusy = TimeSpan.FromMilliseconds(20);

    public Task WaitNoMessageAsync(CancellationToken token) => signal.WaitAsync(token);

    public Task WaitErrorAsync(CancellationToken token) => Task.Delay(AfterError, time, token);

    public Task WaitAsync(CancellationToken token) => Task.Delay(WhenBusy, time, token);

    // The task-based workers that we use call only the asynchronous ones.
    public void Wait(CancellationToken token) => token.WaitHandle.WaitOne(WhenBusy);

    public void WaitNoMessage(CancellationToken token) => signal.WaitAsync(token).GetAwaiter().GetResult();

    public void WaitError(CancellationToken token) => token.WaitHandle.WaitOne(AfterError);

    public void Reset()
    {
    }
}
