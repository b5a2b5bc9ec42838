using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kolaybase.Tests.ControlPlane;

public class ControlPlaneConfigurationTests
{
    private const string Postgres = "Host=db;Username=u;Password=secret-p;Database=d";

    [Fact]
    public async Task A_complete_configuration_gives_every_service_and_connects_to_nothing()
    {
        await using var services = Build(Complete());

        Assert.Equal("http://localhost:4000/", services.GetRequiredService<ControlPlaneOptions>().PublicUrl.ToString());
        Assert.Equal(Postgres, services.GetRequiredService<IOptions<DatabaseServersOptions>>().Value.Get("default").Provisioner);
        Assert.NotNull(services.GetRequiredService<JobQueue>());
        Assert.NotNull(services.GetRequiredService<DeadLetters>());
        Assert.NotNull(services.GetRequiredService<ProjectDatabases>());
        Assert.NotNull(services.GetRequiredService<ControlPlaneStartup>());
        Assert.False(services.GetRequiredService<RedisConnection>().IsConfigured);
        Assert.Null(await services.GetRequiredService<RedisConnection>().GetAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void All_faults_are_told_at_once_and_none_tells_a_secret()
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:control"] = "Host=db;Password=secret-p",
            ["Kolaybase:MasterKeys"] = "k:c2VjcmV0LXNlY3JldA==",
            ["Kolaybase:PublicUrl"] = "ftp://x",
            ["Kolaybase:DatabaseServers:other:Provisioner"] = "Nonsense=secret-p",
            ["Kolaybase:ProjectConnections:PerServer"] = "0",
        };

        var faults = Assert.Throws<ConfigurationFaultsException>(() => Build(settings));

        foreach (var key in new[] { "ConnectionStrings:control names no Username", "ConnectionStrings:control names no Database", "Master key \"k\"", "Kolaybase:PublicUrl", "Kolaybase:DatabaseServers:other:Provisioner", "Kolaybase:DatabaseServers:default:Provisioner", "Kolaybase:ProjectConnections:PerServer" })
        {
            Assert.Contains(faults.Faults, f => f.Contains(key, StringComparison.Ordinal));
        }

        Assert.DoesNotContain("secret-p", faults.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", faults.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Master_keys_may_come_from_a_file()
    {
        using var folder = TemporaryFolder.Create();
        var file = folder.Combine("keys");
        await File.WriteAllTextAsync(file, $"# ours\n{MasterKeyRing.Generate("filed")}\n", TestContext.Current.CancellationToken);
        var settings = Complete();
        settings.Remove("Kolaybase:MasterKeys");
        settings["Kolaybase:MasterKeysFile"] = file;

        await using var services = Build(settings);
        Assert.Equal(["filed"], services.GetRequiredService<MasterKeyRing>().Ids);

        settings["Kolaybase:MasterKeysFile"] = folder.Combine("missing");
        Assert.Contains("Kolaybase:MasterKeysFile", Assert.Throws<ConfigurationFaultsException>(() => Build(settings)).Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Complete() => new()
    {
        ["ConnectionStrings:control"] = Postgres,
        ["Kolaybase:MasterKeys"] = MasterKeyRing.Generate("k"),
        ["Kolaybase:DatabaseServers:default:Provisioner"] = Postgres,
    };

    private static ServiceProvider Build(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddControlPlane(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return services.BuildServiceProvider();
    }
}
