using System.Formats.Tar;
using Kolaybase.Embedded;
using Kolaybase.Embedded.Postgres.Packages;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Embedded.Postgres;

public sealed class PackageArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_lose_the_archives_first_folder_and_everybody_may_read_and_run_them()
    {
        await UnpackAsync(new PackageBuilder().File("package/native/bin/postgres", "program", runnable: true).File("package/native/share/data", "text"));

        Assert.Equal("program", File.ReadAllText(Unpacked("native/bin/postgres")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("rwxr-xr-x", UnixMode.Of(Unpacked("native/bin/postgres")));
            Assert.Equal("rw-r--r--", UnixMode.Of(Unpacked("native/share/data")));
        }
    }

    [Fact]
    public async Task Listed_links_are_made_relative_so_that_the_folder_can_be_moved()
    {
        await UnpackAsync(new PackageBuilder()
            .File("package/native/lib/libpq.so.5.18", "library")
            .File("package/native/pg-symlinks.json", """[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]"""));

        Assert.Equal("libpq.so.5.18", new FileInfo(Unpacked("native/lib/libpq.so.5")).LinkTarget);
        Assert.Equal("library", File.ReadAllText(Unpacked("native/lib/libpq.so.5")));
    }

    [Theory]
    [InlineData("package/../../outside")]
    [InlineData("package/native/../../../outside")]
    [InlineData("package//etc/outside")]
    [InlineData("package/..")]
    public async Task An_entry_that_points_outside_is_refused(string name)
    {
        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => UnpackAsync(new PackageBuilder().File(name, "evil")));

        Assert.Contains("outside", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Combine("outside")));
    }

    [Theory]
    [InlineData("native/x", "../../outside")]
    [InlineData("../outside", "native/x")]
    [InlineData("/etc/passwd", "native/x")]
    public async Task A_listed_link_from_or_to_the_outside_is_refused(string source, string target)
    {
        var list = $$"""[{"source":"{{source}}","target":"{{target}}"}]""";

        await Assert.ThrowsAsync<EmbeddedException>(() => UnpackAsync(new PackageBuilder().File("package/native/pg-symlinks.json", list)));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public async Task A_link_in_the_archive_is_refused(TarEntryType type)
    {
        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => UnpackAsync(new PackageBuilder().Link("package/native/x", "/etc", type)));

        Assert.Contains(type.ToString(), refusal.Message, StringComparison.Ordinal);
    }

    private string Unpacked(string name) => _folder.Combine("unpacked", name);

    private async Task UnpackAsync(PackageBuilder package)
    {
        using var archive = new MemoryStream(package.Build());
        await PackageArchive.UnpackAsync(archive, _folder.Combine("unpacked"), TestContext.Current.CancellationToken);
    }
}
