using Kolaybase.ControlPlane.Objects;
using Kolaybase.Tests.ControlPlane.Objects.Support;

namespace Kolaybase.Tests.ControlPlane.Objects;

/// <content>Uploads in parts.</content>
public abstract partial class ObjectStoreContract
{
    [Fact]
    public async Task Parts_make_one_object_in_the_order_of_their_numbers_whatever_numbers_are_left_out()
    {
        var store = await OpenAsync();
        var key = ObjectKey.Create(Project);
        var (a, b, c) = (TestBytes.Random(store.MinimumPartBytes + 1), TestBytes.Random(store.MinimumPartBytes), TestBytes.Random(3));
        var handle = await store.BeginPartsAsync(key, "text/plain", Cancel);

        // Sent in any order, one of them twice: the last counts.
        var third = await store.PutPartAsync(key, handle, 20, c, Cancel);
        await store.PutPartAsync(key, handle, 7, TestBytes.Random(store.MinimumPartBytes), Cancel);
        var first = await store.PutPartAsync(key, handle, 1, a, Cancel);
        var second = await store.PutPartAsync(key, handle, 7, b, Cancel);
        // Stored, but no part of what is completed.
        await store.PutPartAsync(key, handle, 9, TestBytes.Random(store.MinimumPartBytes), Cancel);
        Assert.Null(await store.SizeAsync(key, Cancel));
        await store.CompletePartsAsync(key, handle, [first, second, third], Cancel);

        byte[] whole = [.. a, .. b, .. c];
        Assert.Equal(whole, await ReadAsync(store, key, 0, whole.Length));
        Assert.Equal([key.Version], (await ListAsync(store)).Select(o => o.Version));
    }

    [Fact]
    public async Task Completing_again_after_a_lost_answer_succeeds()
    {
        var store = await OpenAsync();
        var key = ObjectKey.Create(Project);
        var handle = await store.BeginPartsAsync(key, "text/plain", Cancel);
        StoredPart[] parts = [await store.PutPartAsync(key, handle, 1, new byte[] { 1, 2, 3 }, Cancel)];

        await store.CompletePartsAsync(key, handle, parts, Cancel);
        await store.CompletePartsAsync(key, handle, parts, Cancel);

        Assert.Equal([1, 2, 3], await ReadAsync(store, key, 0, 3));
    }

    [Fact]
    public async Task An_aborted_upload_leaves_nothing_and_can_be_aborted_again()
    {
        var store = await OpenAsync();
        var (named, unnamed) = (ObjectKey.Create(Project), ObjectKey.Create(Project));
        var handle = await store.BeginPartsAsync(named, "text/plain", Cancel);
        var part = await store.PutPartAsync(named, handle, 1, new byte[] { 1 }, Cancel);
        await store.PutPartAsync(unnamed, await store.BeginPartsAsync(unnamed, "text/plain", Cancel), 1, new byte[] { 1 }, Cancel);

        await store.AbortPartsAsync(named, handle, Cancel);
        await store.AbortPartsAsync(named, handle, Cancel);
        // Whatever was begun under the key.
        await store.AbortPartsAsync(unnamed, "", Cancel);

        await Assert.ThrowsAsync<ObjectStoreException>(() => store.CompletePartsAsync(named, handle, [part], Cancel));
        Assert.Empty(await ListAsync(store));
        Assert.Equal(0, await store.AbortIncompleteAsync(Project, TimeProvider.System.GetUtcNow().AddDays(1), new HashSet<Guid>(), Cancel));
    }

    [Fact]
    public async Task A_completed_object_is_not_touched_by_aborting_what_its_key_had_begun()
    {
        var store = await OpenAsync();
        var key = ObjectKey.Create(Project);
        await store.PutAsync(key, new MemoryStream([1, 2]), 2, "text/plain", Cancel);

        await store.AbortPartsAsync(key, "", Cancel);
        await store.AbortIncompleteAsync(Project, TimeProvider.System.GetUtcNow().AddDays(1), new HashSet<Guid>(), Cancel);

        Assert.Equal([1, 2], await ReadAsync(store, key, 0, 2));
    }

    [Fact]
    public async Task Deleting_a_project_removes_begun_uploads()
    {
        var store = await OpenAsync();
        var key = ObjectKey.Create(Project);
        var handle = await store.BeginPartsAsync(key, "text/plain", Cancel);
        await store.PutPartAsync(key, handle, 1, new byte[] { 1 }, Cancel);

        await store.DeleteProjectAsync(Project, Cancel);

        Assert.Empty(await ListAsync(store));
        Assert.Null(await store.SizeAsync(key, Cancel));
    }
}
