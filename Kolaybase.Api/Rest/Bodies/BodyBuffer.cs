using System.Buffers;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Bodies;

/// <summary>
/// A body in one piece of memory, so that it can be checked and sent on as it is. It grows fourfold with what has come,
/// whatever the length that was announced: who sends nothing holds nothing, and growing costs a third at most.
/// </summary>
/// <param name="expected">How many bytes will come if all goes well; null when that is not known.</param>
/// <param name="most">How many may come.</param>
/// <param name="tooMany">The refusal of more.</param>
internal sealed class BodyBuffer(long? expected, long most, Func<ApiException> tooMany) : IBufferWriter<byte>
{
    private const int Growth = 4;
    private const int LargestPooled = 1024 * 1024;
    private static readonly SpareArray Spare = new();

    private byte[] _array = Rent((int)Math.Clamp(expected ?? 4 * 1024, 256, 64 * 1024));
    private int _length;

    /// <summary>What was written; gone when the buffer is released.</summary>
    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _length);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        _length += count;
        if (_length > most)
        {
            throw tooMany();
        }
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _array.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Gives the memory to the next body. Nobody may read it any more, not even an abandoned send.</summary>
    public void Release()
    {
        Return(_array);
        (_array, _length) = ([], 0);
    }

    private void Reserve(int size)
    {
        var needed = (long)_length + size;
        if (needed <= _array.Length)
        {
            return;
        }

        // Who writes asks for more room than he uses, so the limit is on what is written.
        if (needed > Array.MaxLength)
        {
            throw tooMany();
        }

        var wanted = Math.Min((long)_array.Length * Growth, most);
        if (expected is { } announced && needed <= announced)
        {
            wanted = Math.Min(wanted, announced);
        }

        var larger = Rent((int)Math.Min(Math.Max(wanted, needed), Array.MaxLength));
        Written.CopyTo(larger);
        Return(_array);
        _array = larger;
    }

    private static byte[] Rent(int length) => length <= LargestPooled ? ArrayPool<byte>.Shared.Rent(length) : Spare.Rent(length);

    private static void Return(byte[] array)
    {
        if (array.Length > LargestPooled)
        {
            Spare.Return(array);
        }
        else if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
