namespace Kolaybase.Tests.ControlPlane.Objects.Support;

/// <summary>Bytes to store.</summary>
internal static class TestBytes
{
    public static byte[] Random(int size)
    {
        var bytes = new byte[size];
        System.Random.Shared.NextBytes(bytes);
        return bytes;
    }
}
