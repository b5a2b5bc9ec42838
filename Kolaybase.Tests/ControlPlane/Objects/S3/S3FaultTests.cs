using Kolaybase.ControlPlane.Objects;
using Kolaybase.ControlPlane.Objects.S3;
using Kolaybase.Tests.ControlPlane.Objects.Support;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.ControlPlane.Objects.S3;

public sealed class MinioFaultTests() : S3FaultTests(S3Servers.Minio);

public sealed class VersityFaultTests() : S3FaultTests(S3Servers.Versity);

/// <summary>A server that is down, overloaded or cut off midway, by a gate in front of a real one.</summary>
public abstract class S3FaultTests(string server)
{
    private const int MiB = 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ObjectKey Key { get; } = ObjectKey.Create(Guid.CreateVersion7());

    [Fact]
    public async Task A_server_that_is_down_is_unavailable_for_every_call()
    {
        await using var gate = new ByteGate((await S3Servers.GetAsync(server)).Port) { Down = true };
        using var store = await OpenAsync(gate);
        foreach (var call in Calls(store))
        {
            Assert.Equal(ObjectStoreFault.Unavailable, (await Assert.ThrowsAsync<ObjectStoreException>(call)).Fault);
        }
    }

    [Theory]
    [InlineData("503 Slow Down", "SlowDown", ObjectStoreFault.Unavailable)]
    [InlineData("500 Internal Server Error", "InternalError", ObjectStoreFault.Unavailable)]
    [InlineData("507 Insufficient Storage", "XMinioStorageFull", ObjectStoreFault.Full)]
    [InlineData("403 Forbidden", "SignatureDoesNotMatch", ObjectStoreFault.Refused)]
    [InlineData("404 Not Found", "NoSuchBucket", ObjectStoreFault.Refused)]
    public async Task What_a_server_refuses_is_told_apart(string status, string code, ObjectStoreFault expected)
    {
        var body = $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>m</Message></Error>";
        await using var gate = new ByteGate((await S3Servers.GetAsync(server)).Port)
        {
            Answer = $"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}",
        };
        using var store = await OpenAsync(gate);

        var fault = await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync(Key, new MemoryStream([1]), 1, "text/plain", Cancel));

        Assert.Equal(expected, fault.Fault);
    }

    [Fact]
    public async Task An_overloaded_server_is_asked_again_until_it_takes_the_bytes()
    {
        await using var gate = new ByteGate((await S3Servers.GetAsync(server)).Port)
        {
            Answer = "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        };
        using var store = await OpenAsync(gate);
        var bytes = TestBytes.Random(9 * MiB);

        var putting = store.PutAsync(Key, new MemoryStream(bytes), bytes.Length, "text/plain", Cancel);
        await Eventually.TrueAsync(() => Task.FromResult(gate.Connections > 1), "the store asks again", Cancel);
        gate.Answer = null;
        await putting;

        await using var stream = await store.OpenReadAsync(Key, 0, bytes.Length, Cancel);
        var read = new MemoryStream();
        await stream.CopyToAsync(read, Cancel);
        Assert.Equal(bytes, read.ToArray());
    }

    [Fact]
    public async Task An_answer_that_is_cut_is_a_fault_and_never_a_shorter_object()
    {
        await using var gate = new ByteGate((await S3Servers.GetAsync(server)).Port);
        using var store = await OpenAsync(gate);
        await store.PutAsync(Key, new MemoryStream(TestBytes.Random(3 * MiB)), 3 * MiB, "text/plain", Cancel);
        gate.CutAnswersAfter = MiB;
        using var second = await OpenAsync(gate);

        await using var stream = await second.OpenReadAsync(Key, 0, 3 * MiB, Cancel);
        var fault = await Assert.ThrowsAsync<ObjectStoreException>(() => stream.CopyToAsync(Stream.Null, Cancel));

        Assert.Equal(ObjectStoreFault.Unavailable, fault.Fault);
    }

    [Fact]
    public async Task A_server_that_is_lost_midway_through_an_upload_fails_it_and_shows_nothing()
    {
        await using var gate = new ByteGate((await S3Servers.GetAsync(server)).Port) { CutRequestsAfter = 4 * MiB };
        using var store = await OpenAsync(gate);

        var fault = await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync(Key, new MemoryStream(TestBytes.Random(20 * MiB)), 20 * MiB, "text/plain", Cancel));

        Assert.Equal(ObjectStoreFault.Unavailable, fault.Fault);
        gate.CutRequestsAfter = null;
        Assert.Null(await store.SizeAsync(Key, Cancel));
    }

    [Fact]
    public async Task Giving_up_ends_a_call_to_a_server_that_says_nothing()
    {
        await using var silent = new SilentServer();
        var s3 = await S3Servers.GetAsync(server);
        using var store = new S3ObjectStore(s3.Options(silent.Address), TimeProvider.System);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var waiting = store.SizeAsync(Key, patience.Token);
        await silent.Asked;
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_server_that_falls_silent_midway_is_given_up_and_writes_to_nobody_s_buffer_later()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var stalling = new StallingServer("HTTP/1.1 206 Partial Content\r\nContent-Length: 10\r\nContent-Range: bytes 0-9/10\r\n\r\nabc", "defghij");
        var s3 = await S3Servers.GetAsync(server);
        using var store = new S3ObjectStore(s3.Options(stalling.Address), clock);
        await using var stream = await store.OpenReadAsync(Key, 0, 10, Cancel);
        var buffer = new byte[10];
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 3), Cancel);
        var pending = stream.ReadAsync(buffer.AsMemory(3), Cancel).AsTask();
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(pending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ObjectStoreFault.Unavailable, (await Assert.ThrowsAsync<ObjectStoreException>(() => pending)).Fault);
        stalling.GoOn();
        await stalling.Ended;
        Assert.Equal("abc\0\0\0\0\0\0\0", System.Text.Encoding.ASCII.GetString(buffer));
    }

    private IEnumerable<Func<Task>> Calls(S3ObjectStore store) =>
    [
        () => store.PrepareAsync(Cancel),
        () => store.ProbeAsync(Cancel),
        () => store.PutAsync(Key, new MemoryStream([1]), 1, "text/plain", Cancel),
        () => store.OpenReadAsync(Key, 0, 1, Cancel),
        () => store.DeleteAsync(Key.ProjectId, [Key.Version], Cancel),
    ];

    private async Task<S3ObjectStore> OpenAsync(ByteGate gate)
    {
        var s3 = await S3Servers.GetAsync(server);
        using (var direct = new S3ObjectStore(s3.Options(), TimeProvider.System))
        {
            await direct.PrepareAsync(Cancel);
        }

        return new S3ObjectStore(s3.Options(gate.Address), TimeProvider.System);
    }
}
