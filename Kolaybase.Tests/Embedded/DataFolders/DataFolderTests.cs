using Kolaybase.Embedded;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Embedded.DataFolders;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_of_ones_own_is_closed_to_others()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no mode bits.");
        var data = await DataFolder.OpenAsync(_folder.Combine("data"), null, Cancelled);

        Assert.All([data.Root, data.Run, data.Logs, data.Garnet, data.Mail], path => Assert.Equal("rwx------", UnixMode.Of(path)));
    }

    [Fact]
    public async Task Roots_folder_lets_the_servers_user_pass_to_its_own_part_only()
    {
        var user = await ServerUser.ChooseAsync(Cancelled);
        Assert.SkipWhen(user is null, "Only root drops to another user.");
        var data = await DataFolder.OpenAsync(_folder.Combine("data"), user, Cancelled);

        Assert.Equal("rwx--x--x", UnixMode.Of(data.Root));
        Assert.True(await user.CanEnterAsync(data.Run, Cancelled));
        Assert.True(await user.CanEnterAsync(data.Logs, Cancelled));
        Assert.False(await user.CanEnterAsync(data.Mail, Cancelled));
        Assert.False(await user.CanEnterAsync(data.Garnet, Cancelled));
    }

    [Fact]
    public async Task A_folder_below_one_that_is_closed_to_the_servers_user_is_refused_with_a_way_out()
    {
        var user = await ServerUser.ChooseAsync(Cancelled);
        Assert.SkipWhen(user is null, "Only root drops to another user.");
        Directory.CreateDirectory(_folder.Combine("closed"));
        UnixMode.Close(_folder.Combine("closed"));

        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => DataFolder.OpenAsync(_folder.Combine("closed", "data"), user, Cancelled));
        Assert.Contains(user.Name, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("KOLAYBASE_DATA", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_can_not_be_made_is_refused_by_name()
    {
        File.WriteAllText(_folder.Combine("file"), "");

        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => DataFolder.OpenAsync(_folder.Combine("file", "data"), null, Cancelled));
        Assert.Contains(_folder.Combine("file", "data"), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_one_holds_it_at_a_time()
    {
        var data = await DataFolder.OpenAsync(_folder.Combine("data"), null, Cancelled);
        using (DataFolderLock.Take(data))
        {
            var refusal = Assert.Throws<EmbeddedException>(() => DataFolderLock.Take(data));
            Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
            Assert.Contains(data.Root, refusal.Message, StringComparison.Ordinal);
        }

        using var later = DataFolderLock.Take(data);
        Assert.NotNull(later);
    }

    [Theory]
    [InlineData("relative", "/var/cache/kolaybase", "/cache/kolaybase")]
    [InlineData("/xdg", "/var/cache/kolaybase", "/xdg/kolaybase")]
    public void The_cache_follows_the_xdg_rules_except_for_root(string xdg, string asRoot, string asUserEndsWith)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "XDG rules are Linux's.");
        var folder = CacheFolder.Locate(name => name == "XDG_CACHE_HOME" ? xdg : null);

        Assert.True(LibC.IsRoot ? folder == asRoot : folder.EndsWith(asUserEndsWith.Replace("/cache", "/.cache", StringComparison.Ordinal), StringComparison.Ordinal), folder);
    }

    [Fact]
    public void The_cache_is_where_the_variable_says() =>
        Assert.Equal(_folder.Path, CacheFolder.Locate(name => name == "KOLAYBASE_CACHE" ? _folder.Path : null));
}
