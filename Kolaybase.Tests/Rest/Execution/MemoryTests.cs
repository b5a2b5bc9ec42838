using System.Net;
using System.Text;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>What large answers and bodies cost. Memory is the process's, so nothing runs beside these.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true), Collection(nameof(MemoryTests))]
public class MemoryTests
{
    [Fact]
    public async Task Memory_does_not_grow_with_an_answer()
    {
        await using var host = await RestHost.StartAsync(18, "create view endless as select i, repeat('x', 10000) as t from generate_series(1, 10000000) i;");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/endless?limit=20000");
        request.Headers.Add("X-Test-Claims", "{}");
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var (buffer, total, most) = (new byte[64 * 1024], 0L, 0L);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        while (await body.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var read)
        {
            if ((total / 20_000_000) != ((total += read) / 20_000_000))
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.True(total > 200_000_000, $"{total} bytes came");
        Assert.True(most < 50_000_000, $"{most} bytes were live at most");
    }

    /// <summary>All that is allocated from the first byte to the answer, garbage included, so that no timing of the collector can flatter it.</summary>
    [Theory]
    [InlineData(true, 100)]
    // Without a length the piece of memory grows, and the shorter ones before it are garbage; the pool may have had none of them.
    [InlineData(false, 180)]
    public async Task A_body_of_50_MB_takes_little_more_than_itself(bool lengthKnown, int mebibytes)
    {
        await using var host = await RestHost.StartAsync(18, "create table big (id int, body text)");
        await PostAsync(host, new RowsContent(10, lengthKnown));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var answer = await PostAsync(host, new RowsContent(10_000, lengthKnown));

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Equal(HttpStatusCode.Created, answer);
        Assert.True(allocated < mebibytes * 1024L * 1024, $"{allocated} bytes were allocated");
        Assert.Equal("[{\"count\":10010}]", (await host.GetAsync("big?select=count()")).Body);
    }

    private static async Task<HttpStatusCode> PostAsync(RestHost host, RowsContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/rest/v1/big") { Content = body };
        request.Headers.Add("X-Test-Claims", "{}");
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    /// <summary>Rows of 5,000 bytes each, made while they are sent.</summary>
    private sealed class RowsContent : HttpContent
    {
        private static readonly byte[] Row = Encoding.UTF8.GetBytes($$"""{"id":1,"body":"{{new string('x', 4_977)}}"}""");
        private readonly int _rows;
        private readonly bool _lengthKnown;

        public RowsContent(int rows, bool lengthKnown)
        {
            (_rows, _lengthKnown) = (rows, lengthKnown);
            Headers.ContentType = new("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var i = 0; i < _rows; i++)
            {
                await stream.WriteAsync(i == 0 ? "["u8.ToArray() : ","u8.ToArray());
                await stream.WriteAsync(Row);
            }

            await stream.WriteAsync("]"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = ((Row.Length + 1L) * _rows) + 1;
            return _lengthKnown;
        }
    }
}
