using Amazon.S3.Model;

namespace Kolaybase.ControlPlane.Objects.S3;

/// <summary>The body of a server's answer. It ends with all its bytes or with a fault, also where the server falls silent.</summary>
internal sealed class S3Range(GetObjectResponse response, long count, TimeProvider time) : Stream
{
    /// <summary>How long the server may send nothing while we read.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly Stream _body = response.ResponseStream;
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
        var pending = _body.ReadAsync(wanted, cancellationToken);
        // Most reads find their bytes there already: no timer for those.
        var read = pending.IsCompletedSuccessfully
            ? pending.Result
            : await S3Faults.MapAsync(() => pending.AsTask().WaitAsync(Silence, time, cancellationToken), cancellationToken);
        _left -= read;
        return read > 0 ? read : throw new ObjectStoreException(ObjectStoreFault.Unavailable, $"The object store's answer ended {_left} bytes early.");
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
        }

        base.Dispose(disposing);
    }
}
