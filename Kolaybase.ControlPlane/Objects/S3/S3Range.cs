using Amazon.S3.Model;

namespace Kolaybase.ControlPlane.Objects.S3;

/// <summary>The body of a server's answer. It ends with all its bytes or with a fault, also where the server falls silent.</summary>
internal sealed class S3Range(GetObjectResponse response, long count, TimeProvider time) : Stream
{
    /// <summary>How long the server may send nothing while we read.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly Stream _body = response.ResponseStream;
    private readonly CancellationTokenSource _silence = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenSource? _either;
    private CancellationToken _callers;
    private long _left = count;

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
        if (_left == 0 || buffer.Length == 0)
        {
            return 0;
        }

        var wanted = buffer[..(int)Math.Min(buffer.Length, _left)];
        var pending = _body.ReadAsync(wanted, Either(cancellationToken));
        // Most reads find their bytes there already: no timer for those.
        var read = pending.IsCompletedSuccessfully ? pending.Result : await WaitAsync(pending, cancellationToken);
        _left -= read;
        return read > 0 ? read : throw new ObjectStoreException(ObjectStoreFault.Unavailable, $"The object store's answer ended {_left} bytes early.");
    }

    /// <summary>
    /// Waits for the read itself, which is cancelled when the server is silent: whoever stopped waiting while it goes on would give a
    /// buffer back that it still writes to, and the next to rent that buffer is another request.
    /// </summary>
    private async ValueTask<int> WaitAsync(ValueTask<int> pending, CancellationToken cancellationToken)
    {
        _silence.CancelAfter(Silence);
        try
        {
            return await S3Faults.MapAsync(async () => await pending, cancellationToken);
        }
        finally
        {
            _silence.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A token that ends with silence and with the caller's, who has the same for all of his reads.</summary>
    private CancellationToken Either(CancellationToken cancellationToken)
    {
        if (_either is null || cancellationToken != _callers)
        {
            _either?.Dispose();
            (_either, _callers) = (CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, cancellationToken), cancellationToken);
        }

        return _either.Token;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Reads of a server's answer are asynchronous.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            response.Dispose();
            _either?.Dispose();
            _silence.Dispose();
        }

        base.Dispose(disposing);
    }
}
