using Kolaybase.Embedded;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Embedded.DataFolders;

public sealed class EmbeddedSecretsTests : IDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task They_are_generated_once_and_nobody_else_can_read_them()
    {
        var data = await OpenAsync();
        var secrets = EmbeddedSecrets.Open(data);

        Assert.Equal(secrets, EmbeddedSecrets.Open(data));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(data.SecretsFile));
        }
    }

    [Fact]
    public async Task All_differ_and_the_master_key_has_32_bytes()
    {
        var secrets = EmbeddedSecrets.Open(await OpenAsync());

        string[] passwords = [secrets.PostgresSuperuser, secrets.PostgresControl, secrets.PostgresProvisioner, secrets.Redis, secrets.Metrics!];
        Assert.Equal(5, passwords.Distinct().Count());
        Assert.All(passwords, password => Assert.Matches("^[A-Za-z0-9_-]{32}$", password));
        var key = secrets.MasterKeys.Split(':');
        Assert.Equal("k1", key[0]);
        Assert.Equal(32, Convert.FromBase64String(key[1]).Length);
    }

    [Fact]
    public async Task Two_stacks_share_no_secret()
    {
        using var other = TemporaryFolder.Create();

        Assert.NotEqual(EmbeddedSecrets.Password(), EmbeddedSecrets.Password());
        Assert.NotEqual(
            EmbeddedSecrets.Open(await OpenAsync()).MasterKeys,
            EmbeddedSecrets.Open(await DataFolder.OpenAsync(other.Path, null, TestContext.Current.CancellationToken)).MasterKeys);
    }

    [Fact]
    public async Task A_file_of_a_version_without_a_token_of_metrics_gets_one_and_keeps_the_rest()
    {
        var data = await OpenAsync();
        var old = EmbeddedSecrets.Open(data) with { Metrics = null };
        old.Save(data);
        var opened = EmbeddedSecrets.Open(data);

        Assert.Matches("^[A-Za-z0-9_-]{32}$", opened.Metrics);
        Assert.Equal(old with { Metrics = opened.Metrics }, opened);
        Assert.Equal(opened, EmbeddedSecrets.Open(data));
    }

    [Fact]
    public async Task The_demo_password_is_kept()
    {
        var data = await OpenAsync();
        var changed = EmbeddedSecrets.Open(data) with { Demo = "secret" };
        changed.Save(data);

        Assert.Equal(changed, EmbeddedSecrets.Open(data));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"redis":"x"}""")]
    public async Task A_damaged_file_is_refused_and_kept(string text)
    {
        var data = await OpenAsync();
        File.WriteAllText(data.SecretsFile, text);

        var refusal = Assert.Throws<EmbeddedException>(() => EmbeddedSecrets.Open(data));
        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(data.SecretsFile));
    }

    [Fact]
    public async Task A_cluster_without_its_secrets_is_refused_rather_than_given_new_ones()
    {
        var data = await OpenAsync();
        Directory.CreateDirectory(data.Postgres);
        File.WriteAllText(Path.Combine(data.Postgres, "PG_VERSION"), "18");

        Assert.Throws<EmbeddedException>(() => EmbeddedSecrets.Open(data));
        Assert.False(File.Exists(data.SecretsFile));
    }

    private Task<DataFolder> OpenAsync() => DataFolder.OpenAsync(_folder.Combine("data"), null, TestContext.Current.CancellationToken);
}
