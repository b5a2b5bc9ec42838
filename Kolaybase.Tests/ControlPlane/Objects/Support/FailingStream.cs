namespace Kolaybase.Tests.ControlPlane.Objects.Support;

/// <summary>Gives zeros, then does what a test wants, then throws; without a fault it waits until it is cancelled.</summary>
internal sealed class FailingStream(long after, Exception? fault, Action? reached = null) : Stream
{
    private long _given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_given >= after)
        {
            reached?.Invoke();
            if (fault is not null)
            {
                throw fault;
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        var count = (int)Math.Min(buffer.Length, after - _given);
        buffer.Span[..count].Clear();
        _given += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
