namespace Kolaybase.Workers.Mail.Smtp;

/// <summary>A connection on which STARTTLS is done. The server greets only once, in clear, and MailKit waits for a greeting: it reads one from here first.</summary>
internal sealed class GreetedStream(Stream inner) : Stream
{
    private ReadOnlyMemory<byte> _greeting = "220 TLS\r\n"u8.ToArray();

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Greet(buffer.AsSpan(offset, count)) is > 0 and var greeted ? greeted : inner.Read(buffer, offset, count);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Greet(buffer.Span) is > 0 and var greeted ? greeted : await inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Greet(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _greeting.Length);
        _greeting.Span[..count].CopyTo(buffer);
        _greeting = _greeting[count..];
        return count;
    }
}
