namespace Kolaybase.Workers.Jobs;

/// <summary>Wakes idle workers. A signal given while nobody waits is kept for the next one who does, so that none is lost between a look at the queue and the wait.</summary>
internal sealed class JobSignal(JobOptions options) : IDisposable
{
    private readonly SemaphoreSlim _signals = new(0, options.Parallelism);

    /// <summary>Wakes one worker; more signals than workers are as good as one each.</summary>
    public void Set()
    {
        try
        {
            _signals.Release();
        }
        catch (SemaphoreFullException)
        {
            // All of them will look.
        }
    }

    /// <summary>Waits for a signal, at most for the poll interval.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _signals.WaitAsync(options.PollInterval, cancellationToken);

    public void Dispose() => _signals.Dispose();
}
