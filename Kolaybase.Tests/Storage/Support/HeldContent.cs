using System.Net;

namespace Kolaybase.Tests.Storage.Support;

/// <summary>A body that sends its first bytes and ends when a test wants it to.</summary>
public sealed class HeldContent : HttpContent
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first bytes are on their way.</summary>
    public Task Started => _started.Task;

    /// <summary>Sends the end.</summary>
    public void Finish() => _finished.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(new byte[2_000]);
        await stream.FlushAsync();
        _started.TrySetResult();
        await _finished.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
