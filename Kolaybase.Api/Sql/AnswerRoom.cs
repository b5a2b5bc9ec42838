using System.Buffers;

namespace Kolaybase.Api.Sql;

/// <summary>Room in an answer, in bytes: for the values as the server sends them, and for what they become as JSON.</summary>
/// <param name="bytes">Most bytes of values.</param>
internal sealed class AnswerRoom(long bytes)
{
    /// <summary>How many times as large the JSON may be: escapes, names of columns and of composites' fields.</summary>
    private const int JsonPerValue = 4;

    private long _left = bytes;
    private long _json = bytes * JsonPerValue;

    /// <summary>Takes some for values; false when there is too little left, and then there is none for anybody after.</summary>
    public bool Take(long size) => Take(ref _left, size);

    /// <summary>Takes some for JSON, likewise.</summary>
    public bool TakeJson(long size) => Take(ref _json, size);

    private static bool Take(ref long left, long size)
    {
        left = size <= left ? left - size : -1;
        return left >= 0;
    }
}

/// <summary>A buffer for the JSON of one row that keeps no more than there is room for.</summary>
internal sealed class RoomWriter(AnswerRoom room) : IBufferWriter<byte>
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    /// <summary>Whether what was written since is lost.</summary>
    public bool IsFull { get; private set; }

    /// <summary>What was written; null when it did not fit.</summary>
    public ReadOnlyMemory<byte>? WrittenOrNull => IsFull ? (ReadOnlyMemory<byte>?)null : _buffer.WrittenMemory;

    public void Advance(int count)
    {
        IsFull = IsFull || !room.TakeJson(count);
        if (IsFull)
        {
            // The same memory again, over and over.
            _buffer.ResetWrittenCount();
        }
        else
        {
            _buffer.Advance(count);
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _buffer.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _buffer.GetSpan(sizeHint);
}
