using System.Buffers;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Bodies;

namespace Kolaybase.Tests.Rest.Bodies;

public class BodyBufferTests
{
    [Theory]
    [InlineData(null, 0)]
    [InlineData(null, 10_000_000)]
    [InlineData(10_000_000L, 10_000_000)]
    [InlineData(10_000_000L, 5)]
    [InlineData(3L, 3_000_000)]
    public void What_is_written_is_there_in_one_piece(long? expected, int length)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        var buffer = new BodyBuffer(expected, long.MaxValue, () => throw new InvalidOperationException());

        foreach (var piece in bytes.Chunk(70_001))
        {
            buffer.Write(piece);
        }

        Assert.True(buffer.Written.Span.SequenceEqual(bytes));
        buffer.Release();
        Assert.True(buffer.Written.IsEmpty);
    }

    [Fact]
    public void More_than_the_limit_is_refused()
    {
        var buffer = new BodyBuffer(null, 100_000, () => RestErrors.BodyTooLarge("text/csv", 100_000));
        var written = 0;

        Assert.Throws<ApiException>(() =>
        {
            for (; written < 1_000_000; written += 1_000)
            {
                buffer.Write(new byte[1_000]);
            }
        });

        Assert.Equal(100_000, written);
    }

    [Fact]
    public void A_spare_array_serves_whoever_it_is_large_enough_for()
    {
        var spare = new SpareArray();
        var large = spare.Rent(3_000_000);
        spare.Return(large);
        spare.Return(new byte[2_000_000]);

        Assert.NotSame(large, spare.Rent(3_000_001));
        Assert.Same(large, spare.Rent(2_500_000));
        Assert.NotSame(large, spare.Rent(2_500_000));
        GC.KeepAlive(large);
    }
}
