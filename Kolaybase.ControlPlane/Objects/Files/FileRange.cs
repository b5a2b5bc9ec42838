namespace Kolaybase.ControlPlane.Objects.Files;

/// <summary>A range of a file; ending before it is complete is an error, as with any other store.</summary>
internal sealed class FileRange(FileStream file, long count) : Stream
{
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

        var read = 0;
        await FileFaults.MapAsync(async () => read = await file.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken));
        return Took(read);
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        _left == 0 ? 0 : Took(FileFaults.Map(() => file.Read(buffer, offset, (int)Math.Min(count, _left))));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

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
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await file.DisposeAsync();
        await base.DisposeAsync();
    }

    private int Took(int read)
    {
        _left -= read;
        return read > 0 ? read : throw new ObjectStoreException(ObjectStoreFault.Unavailable, $"The file ended {_left} bytes before the range that was asked for.");
    }
}
