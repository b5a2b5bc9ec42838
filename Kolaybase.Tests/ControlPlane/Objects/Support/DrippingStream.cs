namespace Kolaybase.Tests.ControlPlane.Objects.Support;

/// <summary>Gives a few bytes at a time, as a network does.</summary>
internal sealed class DrippingStream(byte[] bytes, int most) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
}
