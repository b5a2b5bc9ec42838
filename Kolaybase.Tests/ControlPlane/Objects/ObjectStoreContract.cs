using Kolaybase.ControlPlane.Objects;
using Kolaybase.Tests.ControlPlane.Objects.Support;

namespace Kolaybase.Tests.ControlPlane.Objects;

/// <summary>What every object store promises; each implementation runs it from a class of its own.</summary>
public abstract partial class ObjectStoreContract
{
    private const int MiB = 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The store, prepared.</summary>
    protected abstract Task<IObjectStore> OpenAsync();

    /// <summary>A project that this test has for itself.</summary>
    private Guid Project { get; } = Guid.CreateVersion7();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData((8 * MiB) - 1)]
    [InlineData(8 * MiB)]
    [InlineData((8 * MiB) + 1)]
    [InlineData(21 * MiB)]
    public async Task What_was_put_is_read_again_whatever_its_size(int size)
    {
        var store = await OpenAsync();
        var bytes = TestBytes.Random(size);
        var key = ObjectKey.Create(Project);

        foreach (var length in new long?[] { size, null })
        {
            Assert.Equal(size, await store.PutAsync(key, new MemoryStream(bytes), length, "text/plain", Cancel));

            Assert.Equal(size, await store.SizeAsync(key, Cancel));
            Assert.Equal(bytes, await ReadAsync(store, key, 0, size));
            await store.DeleteAsync(Project, [key.Version], Cancel);
            key = ObjectKey.Create(Project);
        }
    }

    [Fact]
    public async Task A_store_that_can_be_used_says_so()
    {
        await (await OpenAsync()).ProbeAsync(Cancel);
    }

    [Fact]
    public async Task A_source_that_gives_few_bytes_at_a_time_is_read_to_its_end()
    {
        var store = await OpenAsync();
        var bytes = TestBytes.Random((9 * MiB) + 123);
        var key = ObjectKey.Create(Project);

        await store.PutAsync(key, new DrippingStream(bytes, 60_001), null, "text/plain", Cancel);

        Assert.Equal(bytes, await ReadAsync(store, key, 0, bytes.Length));
    }

    [Fact]
    public async Task Any_range_is_read()
    {
        var store = await OpenAsync();
        var bytes = TestBytes.Random((8 * MiB) + 100);
        var key = ObjectKey.Create(Project);
        await store.PutAsync(key, new MemoryStream(bytes), bytes.Length, "text/plain", Cancel);

        foreach (var (offset, count) in new[] { (0, 1), (0, 0), (17, 4096), (bytes.Length - 1, 1), (bytes.Length - 200, 200), ((8 * MiB) - 3, 6), (bytes.Length, 0) })
        {
            Assert.Equal(bytes.AsSpan(offset, count).ToArray(), await ReadAsync(store, key, offset, count));
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(12 * MiB)]
    public async Task A_source_that_fails_leaves_nothing_and_tells_its_own_fault(int after)
    {
        var store = await OpenAsync();
        var key = ObjectKey.Create(Project);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => store.PutAsync(key, new FailingStream(after, new InvalidDataException("the source's")), null, "text/plain", Cancel));

        Assert.Equal("the source's", fault.Message);
        Assert.Null(await store.SizeAsync(key, Cancel));
        Assert.Empty(await ListAsync(store));
        Assert.Equal(0, await store.AbortIncompleteAsync(Project, TimeProvider.System.GetUtcNow().AddDays(1), new HashSet<Guid>(), Cancel));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(12 * MiB)]
    public async Task A_cancelled_write_leaves_nothing(int after)
    {
        var store = await OpenAsync();
        var key = ObjectKey.Create(Project);
        using var source = new CancellationTokenSource();
        var stream = new FailingStream(after, null, source.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutAsync(key, stream, null, "text/plain", source.Token));

        Assert.Null(await store.SizeAsync(key, Cancel));
        Assert.Empty(await ListAsync(store));
    }

    [Fact]
    public async Task What_is_not_there_is_missing()
    {
        var store = await OpenAsync();
        var key = ObjectKey.Create(Project);

        Assert.Null(await store.SizeAsync(key, Cancel));
        foreach (var count in new[] { 0, 1 })
        {
            var fault = await Assert.ThrowsAsync<ObjectStoreException>(() => store.OpenReadAsync(key, 0, count, Cancel));
            Assert.Equal(ObjectStoreFault.Missing, fault.Fault);
        }
    }

    [Fact]
    public async Task Deleting_removes_what_is_named_and_nothing_else_and_can_be_repeated()
    {
        var store = await OpenAsync();
        var keys = Enumerable.Range(0, 5).Select(_ => ObjectKey.Create(Project)).ToArray();
        foreach (var key in keys)
        {
            await store.PutAsync(key, new MemoryStream([1]), 1, "text/plain", Cancel);
        }

        Guid[] gone = [keys[0].Version, keys[3].Version, Guid.CreateVersion7()];
        await store.DeleteAsync(Project, gone, Cancel);
        await store.DeleteAsync(Project, gone, Cancel);
        await store.DeleteAsync(Project, [], Cancel);

        Assert.Equivalent(new[] { keys[1].Version, keys[2].Version, keys[4].Version }, (await ListAsync(store)).Select(o => o.Version), strict: true);
    }

    [Fact]
    public async Task A_reader_that_began_before_a_deletion_reads_to_the_end()
    {
        var store = await OpenAsync();
        var bytes = TestBytes.Random(64 * 1024);
        var key = ObjectKey.Create(Project);
        await store.PutAsync(key, new MemoryStream(bytes), bytes.Length, "text/plain", Cancel);

        await using var stream = await store.OpenReadAsync(key, 0, bytes.Length, Cancel);
        await store.DeleteAsync(Project, [key.Version], Cancel);

        var read = new MemoryStream();
        await stream.CopyToAsync(read, Cancel);
        Assert.Equal(bytes, read.ToArray());
        Assert.Null(await store.SizeAsync(key, Cancel));
    }

    [Fact]
    public async Task The_list_is_complete_in_the_order_of_versions_and_of_this_project_only()
    {
        var store = await OpenAsync();
        var other = ObjectKey.Create(Guid.CreateVersion7());
        await store.PutAsync(other, new MemoryStream([1]), 1, "text/plain", Cancel);
        // More than a page of S3, made in no order.
        var versions = Enumerable.Range(0, 1203).Select(_ => new Guid(TestBytes.Random(16))).ToArray();
        var before = TimeProvider.System.GetUtcNow();
        await Parallel.ForEachAsync(versions, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (version, cancel) =>
            await store.PutAsync(new(Project, version), new MemoryStream([1, 2]), 2, "text/plain", cancel));

        var listed = await ListAsync(store);

        Assert.Equal(versions.OrderBy(v => v.ToString("N"), StringComparer.Ordinal), listed.Select(o => o.Version));
        Assert.All(listed, o => Assert.Equal(2, o.Size));
        Assert.All(listed, o => Assert.InRange(o.LastModified, before.AddSeconds(-5), before.AddMinutes(5)));

        await store.DeleteProjectAsync(Project, Cancel);
        await store.DeleteProjectAsync(Project, Cancel);

        Assert.Empty(await ListAsync(store));
        Assert.Equal(1, await store.SizeAsync(other, Cancel));
    }

    private async Task<List<StoredObject>> ListAsync(IObjectStore store)
    {
        var all = new List<StoredObject>();
        await foreach (var one in store.ListAsync(Project, Cancel))
        {
            all.Add(one);
        }

        return all;
    }

    private static async Task<byte[]> ReadAsync(IObjectStore store, ObjectKey key, long offset, long count)
    {
        await using var stream = await store.OpenReadAsync(key, offset, count, Cancel);
        var read = new MemoryStream();
        await stream.CopyToAsync(read, Cancel);
        return read.ToArray();
    }
}
