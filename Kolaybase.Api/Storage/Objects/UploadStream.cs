using System.Security.Cryptography;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>The bytes of an upload on their way to the store: counts and hashes them, looks at the first ones, and ends where they are too many.</summary>
internal sealed class UploadStream : Stream
{
    private readonly Stream _source;
    private readonly long? _expected;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _head = [];
    private int _headRead;

    /// <summary>Wraps the bytes of a request.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="expected">How many there must be; null when the request does not say.</param>
    public UploadStream(Stream source, long? expected) => (_source, _expected) = (source, expected);

    /// <summary>Most bytes, and what to say of more; set before the first read.</summary>
    public (long Bytes, Func<Exception> Refusal) Limit { get; set; } = (long.MaxValue, static () => new InvalidOperationException());

    /// <summary>Bytes that came.</summary>
    public long Count { get; private set; }

    /// <summary>Whether the source has ended.</summary>
    public bool Ended { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first bytes, which reading gives again: as many as <see cref="Signatures.Length"/>, or all.</summary>
    public async Task<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken)
    {
        var head = new byte[Signatures.Length];
        var filled = await _source.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        _head = head[..filled];
        return _head;
    }

    /// <summary>SHA-256 of all bytes; once, at the end.</summary>
    public byte[] Digest() => _hash.GetHashAndReset();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        int read;
        if (_headRead < _head.Length)
        {
            read = Math.Min(buffer.Length, _head.Length - _headRead);
            _head.AsMemory(_headRead, read).CopyTo(buffer);
            _headRead += read;
        }
        else
        {
            read = await _source.ReadAsync(buffer, cancellationToken);
        }

        Count += read;
        if (Count > Limit.Bytes)
        {
            throw Limit.Refusal();
        }

        if (read == 0)
        {
            Ended = true;
            if (_expected is { } expected && expected != Count)
            {
                throw StorageErrors.Incomplete();
            }
        }

        _hash.AppendData(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
