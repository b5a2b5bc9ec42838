using System.Net;

namespace Kolaybase.Bench.Storage;

/// <summary>A body of any length: one MiB of random bytes, again and again.</summary>
internal sealed class RepeatedContent(long length) : HttpContent
{
    private static readonly byte[] s_block = Make();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (var left = length; left > 0; left -= s_block.Length)
        {
            await stream.WriteAsync(s_block.AsMemory(0, (int)Math.Min(left, s_block.Length)));
        }
    }

    protected override bool TryComputeLength(out long bytes)
    {
        bytes = length;
        return true;
    }

    private static byte[] Make()
    {
        var block = new byte[1 << 20];
        Random.Shared.NextBytes(block);
        return block;
    }
}
