using Kolaybase.ControlPlane.Objects;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>
/// An object's bytes as a stream that can be positioned, which asks the store for them when they are first read: an answer of 304, 412, 416 or to
/// <c>HEAD</c> costs the store nothing, and a range costs no more than its bytes.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="key">The bytes.</param>
/// <param name="length">How many there are.</param>
/// <param name="response">Its Content-Length says, before the first read, how many of them follow.</param>
internal sealed class StoreStream(IObjectStore store, ObjectKey key, long length, HttpResponse response) : Stream
{
    private Stream? _open;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var rest = length - Position;
        if (rest <= 0 || buffer.IsEmpty)
        {
            return 0;
        }

        _open ??= await store.OpenReadAsync(key, Position, Math.Min(rest, response.ContentLength ?? rest), cancellationToken);
        return await _open.ReadAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => _open is null
        ? Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => length + offset }
        : throw new InvalidOperationException("The bytes are being read.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (_open is not null)
        {
            await _open.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _open?.Dispose();
        }

        base.Dispose(disposing);
    }
}
