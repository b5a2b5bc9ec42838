namespace Kolaybase.Api.Rest.Bodies;

/// <summary>
/// One large array that is used again as long as the collector leaves it: bodies that come one after another need no
/// memory of their own each, and none is kept when they cease. The shared pool would keep one for every thread.
/// </summary>
internal sealed class SpareArray
{
    private readonly Lock _lock = new();
    private readonly WeakReference<byte[]?> _spare = new(null);

    /// <summary>The spare array when it is large enough, else a new one of that length. Its bytes are anything.</summary>
    public byte[] Rent(int length)
    {
        lock (_lock)
        {
            if (_spare.TryGetTarget(out var spare) && spare.Length >= length)
            {
                _spare.SetTarget(null);
                return spare;
            }
        }

        return GC.AllocateUninitializedArray<byte>(length);
    }

    /// <summary>Takes an array back which nobody uses any more. The larger of two is kept.</summary>
    public void Return(byte[] array)
    {
        lock (_lock)
        {
            if (!_spare.TryGetTarget(out var spare) || spare.Length < array.Length)
            {
                _spare.SetTarget(array);
            }
        }
    }
}
