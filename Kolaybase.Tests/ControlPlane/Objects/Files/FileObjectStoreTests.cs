using Kolaybase.ControlPlane.Objects;
using Kolaybase.ControlPlane.Objects.Files;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.ControlPlane.Objects.Files;

public sealed class FileObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_our_user_may_enter_folders_and_read_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var key = ObjectKey.Create(Guid.CreateVersion7());
        await (await OpenAsync()).PutAsync(key, new MemoryStream([1]), 1, "text/plain", Cancel);

        Assert.Equal("rw-------", UnixMode.Of(Path(key)));
        Assert.Equal("rwx------", UnixMode.Of(ProjectFolder(key)));
    }

    [Fact]
    public async Task A_file_that_is_a_link_is_not_read()
    {
        var store = await OpenAsync();
        var key = ObjectKey.Create(Guid.CreateVersion7());
        await store.PutAsync(key, new MemoryStream([1]), 1, "text/plain", Cancel);
        var secret = _folder.Combine("secret");
        await File.WriteAllTextAsync(secret, "s", Cancel);
        File.Delete(Path(key));
        File.CreateSymbolicLink(Path(key), secret);

        var fault = await Assert.ThrowsAsync<ObjectStoreException>(() => store.OpenReadAsync(key, 0, 1, Cancel));

        Assert.Equal(ObjectStoreFault.Refused, fault.Fault);
        Assert.Null(await store.SizeAsync(key, Cancel));
        await store.DeleteAsync(key.ProjectId, [key.Version], Cancel);
        Assert.True(File.Exists(secret));
    }

    [Fact]
    public async Task A_folder_that_is_a_link_is_not_entered()
    {
        var store = await OpenAsync();
        var key = ObjectKey.Create(Guid.CreateVersion7());
        var outside = Directory.CreateDirectory(_folder.Combine("outside"));
        await File.WriteAllTextAsync(System.IO.Path.Combine(outside.FullName, "kept"), "k", Cancel);
        Directory.CreateSymbolicLink(ProjectFolder(key), outside.FullName);

        foreach (var call in new Func<Task>[]
        {
            () => store.PutAsync(key, new MemoryStream([1]), 1, "text/plain", Cancel),
            () => store.OpenReadAsync(key, 0, 1, Cancel),
            () => store.DeleteProjectAsync(key.ProjectId, Cancel),
            () => store.BeginPartsAsync(key, "text/plain", Cancel),
        })
        {
            var fault = await Assert.ThrowsAsync<ObjectStoreException>(call);
            Assert.Equal(ObjectStoreFault.Refused, fault.Fault);
        }

        Assert.Equal(["kept"], outside.EnumerateFileSystemInfos().Select(f => f.Name));
    }

    [Fact]
    public async Task What_a_crash_left_is_found_by_its_age_and_never_what_goes_on()
    {
        var store = await OpenAsync();
        var (project, now) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow());
        var (crashed, going, known) = (ObjectKey.Create(project), ObjectKey.Create(project), ObjectKey.Create(project));
        foreach (var key in new[] { crashed, going, known })
        {
            await store.BeginPartsAsync(key, "text/plain", Cancel);
            await File.WriteAllTextAsync(Path(key) + ".tmp", "x", Cancel);
        }

        foreach (var key in new[] { crashed, known })
        {
            Directory.SetLastWriteTimeUtc(Path(key) + ".parts", now.UtcDateTime.AddDays(-2));
            File.SetLastWriteTimeUtc(Path(key) + ".tmp", now.UtcDateTime.AddDays(-2));
        }

        Assert.Equal(2, await store.AbortIncompleteAsync(project, now.AddDays(-1), new HashSet<Guid> { known.Version }, Cancel));

        Assert.False(File.Exists(Path(crashed) + ".tmp"));
        Assert.True(File.Exists(Path(going) + ".tmp"));
        Assert.True(File.Exists(Path(known) + ".tmp"));
    }

    [Fact]
    public async Task A_full_disk_is_told_as_such_and_leaves_nothing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full, which is full.");
        var key = ObjectKey.Create(Guid.CreateVersion7());
        var store = await OpenAsync();
        await store.PutAsync(key, new MemoryStream([1]), 1, "text/plain", Cancel);

        await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var fault = Assert.Throws<ObjectStoreException>(() => FileFaults.Map(() => full.Write([1, 2, 3])));

        Assert.Equal(ObjectStoreFault.Full, fault.Fault);
    }

    protected override async Task<IObjectStore> OpenAsync()
    {
        var store = new FileObjectStore(_folder.Combine("objects"));
        await store.PrepareAsync(Cancel);
        return store;
    }

    private string ProjectFolder(ObjectKey key) => _folder.Combine("objects", key.ProjectId.ToString("N"));

    private string Path(ObjectKey key) => System.IO.Path.Combine(ProjectFolder(key), key.Version.ToString("N")[^2..], key.Version.ToString("N"));
}
