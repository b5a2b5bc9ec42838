using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.ControlPlane.Identity;

public class IdentityServersOptionsTests
{
    private const string Main = "Kolaybase:IdentityServers:main";

    [Fact]
    public void Without_settings_there_is_the_built_in_store_only()
    {
        var (servers, faults) = Read();
        Assert.Empty(faults);
        Assert.Empty(servers);
        Assert.Equal((IdentityStores.Builtin, IdentityStores.Builtin), (servers.Default, servers.Platform));
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var (servers, faults) = Read(
            ($"{Main}:Url", "http://keycloak:8080/"), ($"{Main}:PublicUrl", "https://id.example.com/auth/"), ($"{Main}:AdminUser", "admin"), ($"{Main}:AdminPassword", "secret"),
            ("Kolaybase:IdentityServers:other:Url", "https://other.example.com"), ("Kolaybase:IdentityServers:other:AdminClientId", "kolaybase"), ("Kolaybase:IdentityServers:other:AdminClientSecret", "secret"),
            ("Kolaybase:Identity:Default", "main"), ("Kolaybase:Identity:Platform", "other"));
        Assert.Empty(faults);
        Assert.Equal(("main", "other"), (servers.Default, servers.Platform));
        Assert.Equal(
            new IdentityServerOptions { Url = "http://keycloak:8080", PublicUrl = "https://id.example.com/auth", AdminUser = "admin", AdminPassword = "secret" }, servers["main"]);
        Assert.Equal(
            new IdentityServerOptions { Url = "https://other.example.com", PublicUrl = "https://other.example.com", AdminClientId = "kolaybase", AdminClientSecret = "secret" }, servers["other"]);
        Assert.DoesNotContain("secret", servers["main"].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Url", "")]
    [InlineData("Url", "keycloak:8080")]
    [InlineData("Url", "ftp://keycloak")]
    [InlineData("Url", "http://admin:secret@keycloak")]
    [InlineData("Url", "http://keycloak?x=1")]
    [InlineData("PublicUrl", "/auth")]
    [InlineData("AdminPassword", "")]
    [InlineData("AdminClientId", "both")]
    public void A_wrong_setting_is_told_without_its_value(string key, string value)
    {
        var settings = new Dictionary<string, string> { ["Url"] = "http://keycloak", ["AdminUser"] = "admin", ["AdminPassword"] = "secret", ["AdminClientSecret"] = "secret" };
        settings[key] = value;
        var (_, faults) = Read([.. settings.Select(s => ($"{Main}:{s.Key}", s.Value))]);
        var fault = Assert.Single(faults);
        Assert.Contains(Main, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_not_configured_is_no_default() =>
        Assert.Equal(2, Read(("Kolaybase:Identity:Default", "main"), ("Kolaybase:Identity:Platform", "main")).Faults.Count);

    [Fact]
    public void The_built_in_store_is_no_servers_name() => Assert.Single(Read(("Kolaybase:IdentityServers:builtin:Url", "http://keycloak")).Faults);

    [Fact]
    public void Faults_are_told_at_start_together_with_others()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create($"{Main}:Url", (string?)"nowhere")]).Build();
        var exception = Assert.Throws<ConfigurationFaultsException>(() => new ServiceCollection().AddControlPlane(configuration));
        Assert.Contains(exception.Faults, f => f.Contains($"{Main}:Url", StringComparison.Ordinal));
        Assert.Contains(exception.Faults, f => f.Contains("ConnectionStrings:control", StringComparison.Ordinal));
    }

    private static (IdentityServersOptions Servers, List<string> Faults) Read(params (string Key, string Value)[] settings)
    {
        var faults = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        return (IdentityServersOptions.Read(configuration, faults), faults);
    }
}
