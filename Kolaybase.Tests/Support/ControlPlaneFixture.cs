using System.Collections.Concurrent;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.Support;

/// <summary>
/// A control plane of its own on a shared server: a control database that nobody else uses, the real services on it, and
/// projects provisioned in process. Everything made is gone when disposed. Use it as a class fixture through a derived
/// class, or make one for a single test with <see cref="StartAsync(int)"/>.
/// </summary>
public class ControlPlaneFixture : IAsyncLifetime
{
    private static readonly ConcurrentDictionary<(string Host, int Port), ServerLogins> Logins = new();
    private readonly int _major;
    private readonly Dictionary<string, string?> _settings = [];
    private readonly Lazy<Task<ProvisionedProject>> _shared;
    private readonly TemporaryFolder _mails = TemporaryFolder.Create();
    private readonly TemporaryFolder _objects = TemporaryFolder.Create();

    public ControlPlaneFixture() : this(PostgresInstallation.LowestMajor)
    {
    }

    protected ControlPlaneFixture(int major)
    {
        _major = major;
        _shared = new(() => Projects.CreateAsync(CancellationToken.None));
    }

    /// <summary>The server.</summary>
    public PostgresServer Server { get; private set; } = null!;

    /// <summary>The services of <see cref="ControlPlaneRegistration.AddControlPlane(IServiceCollection, IConfiguration)"/> and of provisioning.</summary>
    public ServiceProvider Services { get; private set; } = null!;

    /// <summary>Makes projects.</summary>
    public TestProjects Projects { get; private set; } = null!;

    /// <summary>One project for tests that change nothing in it.</summary>
    public Task<ProvisionedProject> SharedProject => _shared.Value;

    /// <summary>Configuration keys and values that a process needs to join this control plane.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _settings;

    /// <summary>Connection string of the control database's owner.</summary>
    public string ControlConnectionString => _settings["ConnectionStrings:control"]!;

    /// <summary>A control plane for one test; the caller disposes it.</summary>
    public static async Task<ControlPlaneFixture> StartAsync(int major)
    {
        var fixture = new ControlPlaneFixture(major);
        await fixture.InitializeAsync();
        return fixture;
    }

    /// <summary>A control plane on a server that the test has prepared itself. The server's end is the end of all that was made.</summary>
    public static async Task<ControlPlaneFixture> StartOnAsync(PostgresServer server, DatabaseServerOptions options, string control)
    {
        var fixture = new ControlPlaneFixture(server.Major) { Server = server };
        fixture._settings["ConnectionStrings:control"] = control;
        fixture._settings[$"{DatabaseServersOptions.Section}:default:Provisioner"] = options.Provisioner;
        fixture._settings[$"{DatabaseServersOptions.Section}:default:Bootstrap"] = options.Bootstrap;
        await fixture.BuildAsync();
        return fixture;
    }

    /// <summary>A context on the control database; the caller disposes it.</summary>
    public RegistryContext OpenRegistry() => Services.GetRequiredService<IDbContextFactory<RegistryContext>>().CreateDbContext();

    public async ValueTask InitializeAsync()
    {
        Server = await PostgresServers.Get(_major);
        // The logins belong to the whole server: every fixture on it must know the same passwords.
        var logins = Logins.GetOrAdd(("127.0.0.1", Server.Port), _ => new ServerLogins(EmbeddedSecrets.Password(), EmbeddedSecrets.Password()));
        _settings["ConnectionStrings:control"] = Server.ConnectionString("kolaybase_control", logins.Control, $"kolaybase_{Guid.CreateVersion7():N}");
        _settings[$"{DatabaseServersOptions.Section}:default:Provisioner"] = Server.ConnectionString("kolaybase_provisioner", logins.Provisioner, "postgres");
        _settings[$"{DatabaseServersOptions.Section}:default:Bootstrap"] = Server.SuperuserConnectionString;
        await BuildAsync();
    }

    private async Task BuildAsync()
    {
        _settings["Kolaybase:Mail:Folder"] = _mails.Path;
        _settings["Kolaybase:Objects:Folder"] = _objects.Path;
        _settings["Kolaybase:MasterKeys"] = MasterKeyRing.Generate("test");
        Configure(_settings);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddControlPlane(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build());
        services.AddProvisioning();
        ConfigureServices(services);
        Services = services.BuildServiceProvider();
        await Services.GetRequiredService<ControlPlaneStartup>().PrepareAsync(CancellationToken.None);
        Projects = new TestProjects(Services);
    }

    public async ValueTask DisposeAsync()
    {
        if (Services is not null)
        {
            await Projects.DisposeAsync();
            var database = new NpgsqlConnectionStringBuilder(ControlConnectionString).Database;
            await Services.DisposeAsync();
            await Server.ExecuteAsync($"drop database if exists {database} with (force)", CancellationToken.None);
        }

        _mails.Dispose();
        _objects.Dispose();

        GC.SuppressFinalize(this);
    }

    /// <summary>Adds settings before the services are made.</summary>
    protected virtual void Configure(IDictionary<string, string?> settings)
    {
    }

    /// <summary>Adds or replaces services.</summary>
    protected virtual void ConfigureServices(IServiceCollection services)
    {
    }

    private sealed record ServerLogins(string Control, string Provisioner);
}
