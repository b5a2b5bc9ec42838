using System.Buffers;

namespace Kolaybase.ControlPlane.Objects.S3;

/// <summary>The bytes of one part. It takes as much memory as has come, from a pool, so that many small or slow uploads cost little.</summary>
internal sealed class PartBuffer : IDisposable
{
    private const int Least = 64 * 1024;
    private byte[] _bytes = [];

    /// <summary>Bytes in it.</summary>
    public int Length { get; private set; }

    /// <summary>They.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Reads until it holds <paramref name="size"/> bytes or the source ends, from empty.</summary>
    public async Task FillAsync(Stream source, int size, CancellationToken cancellationToken)
    {
        Length = 0;
        while (Length < size)
        {
            if (Length == _bytes.Length)
            {
                Grow(size);
            }

            var read = await source.ReadAsync(_bytes.AsMemory(Length, Math.Min(_bytes.Length, size) - Length), cancellationToken);
            if (read == 0)
            {
                return;
            }

            Length += read;
        }
    }

    /// <summary>A stream over bytes without copying them.</summary>
    public static MemoryStream Open(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }

        Length = 0;
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(size, Math.Max(Least, checked(_bytes.Length * 2))));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
