using Kolaybase.Embedded.Postgres.Packages;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Embedded.Postgres;

public sealed class NpmRegistryTests : IDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.Create();
    private readonly Dictionary<string, string> _environment = [];
    private readonly List<string> _files = [];
    private string? _npm;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_source_wins_over_those_after_it()
    {
        _npm = "http://asked.test/";
        Assert.Equal("http://asked.test/", await FindAsync());

        Settings("user", "registry=http://user.test");
        Assert.Equal("http://user.test/", await FindAsync());

        _environment["npm_config_registry"] = "http://lower.test/npm";
        Assert.Equal("http://lower.test/npm/", await FindAsync());

        _environment["NPM_CONFIG_REGISTRY"] = "http://upper.test";
        Assert.Equal("http://upper.test/", await FindAsync());

        _environment["KOLAYBASE_NPM_REGISTRY"] = "https://own.test/";
        Assert.Equal("https://own.test/", await FindAsync());
    }

    [Fact]
    public async Task The_first_settings_file_wins()
    {
        Settings("project", "registry = \"http://project.test/\"");
        Settings("user", "registry=http://user.test/");

        Assert.Equal("http://project.test/", await FindAsync());
    }

    [Fact]
    public async Task The_scopes_own_registry_wins_over_the_general_one_of_an_earlier_file()
    {
        Settings("project", "registry=http://project.test/");
        Settings("user", "@embedded-postgres:registry=http://scope.test/");

        Assert.Equal("http://scope.test/", await FindAsync());
    }

    [Theory]
    [InlineData("; registry=http://comment.test/")]
    [InlineData("# registry=http://comment.test/")]
    [InlineData("registry")]
    [InlineData("=http://nothing.test/")]
    [InlineData("registry=")]
    [InlineData("registry=not an address")]
    [InlineData("registry=file:///etc/passwd")]
    [InlineData("@other:registry=http://other.test/")]
    public async Task Lines_that_name_no_registry_are_passed_over(string line)
    {
        Settings("user", line);

        Assert.Null(await FindAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("undefined")]
    public async Task Without_any_source_there_is_none(string? npm)
    {
        _npm = npm;

        Assert.Null(await FindAsync());
    }

    private void Settings(string name, string text)
    {
        File.WriteAllText(_folder.Combine(name), text);
        _files.Add(_folder.Combine(name));
    }

    private async Task<string?> FindAsync() => (await new NpmRegistry
    {
        Environment = name => _environment.GetValueOrDefault(name),
        SettingsFiles = _files,
        AskNpm = _ => Task.FromResult(_npm),
    }.FindAsync(TestContext.Current.CancellationToken))?.ToString();
}
