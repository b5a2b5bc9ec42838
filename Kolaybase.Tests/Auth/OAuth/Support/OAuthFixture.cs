using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.OAuth;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Auth.OAuth.Support;

/// <summary>The API on a control plane of its own with a local provider in the place of Google and GitHub. Tests make projects of their own.</summary>
public class OAuthFixture : IAsyncLifetime
{
    /// <summary>What the tests' projects allow.</summary>
    public const string App = "https://app.example.com/welcome";

    private ControlPlane? _plane;
    private TestApi? _api;
    private LocalProvider? _provider;

    public TestApi Api => _api!;

    public LocalProvider Provider => _provider!;

    public IServiceProvider Services => _plane!.Services;

    /// <summary>Name of the identity server of projects.</summary>
    public virtual string IdentityServer => IdentityStores.Builtin;

    public RegistryContext OpenRegistry() => _plane!.OpenRegistry();

    public virtual async ValueTask InitializeAsync()
    {
        _provider = await LocalProvider.StartAsync();
        var settings = await SettingsAsync();
        foreach (var (key, value) in _provider.Settings)
        {
            settings[key] = value;
        }

        settings["Kolaybase:PasswordIterations"] = "1000";
        _plane = new ControlPlane(settings);
        await _plane.InitializeAsync();
        _api = await StartApiAsync();
    }

    /// <summary>Another API process on the same control plane; the caller disposes it.</summary>
    public Task<TestApi> StartApiAsync(params (string Key, string Value)[] settings) => TestApi.StartAsync(configure: builder => builder.Configuration
        .AddInMemoryCollection(_plane!.Settings)
        // All tests of the class share one address.
        .AddInMemoryCollection([KeyValuePair.Create("Kolaybase:RateLimits:AuthPerAddress", (string?)"100000")])
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))));

    /// <summary>A project whose clients at both providers are an app of its own. It has a realm and no database.</summary>
    public async Task<OAuthProject> CreateProjectAsync(Func<AuthSettings, AuthSettings>? settings = null)
    {
        var (row, anonKey, serviceKey) = await _plane!.Projects.AddRowAsync(Cancel);
        var app = Provider.Register();
        await using var db = OpenRegistry();
        await db.Projects.Where(p => p.Id == row.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ProjectStatus.Active).SetProperty(x => x.IdentityServer, IdentityServer), Cancel);
        var project = new OAuthProject(this, row.Id, anonKey, serviceKey, app);
        await project.InStoreAsync(async store =>
        {
            await store.EnsureRealmAsync(project.Realm, Cancel);
            return true;
        });
        var box = Services.GetRequiredService<SecretBox>();
        var made = new AuthSettings
        {
            RedirectUrls = [App, "https://app.example.com/deep/*"],
            Providers = new[] { OAuthProviders.Google, OAuthProviders.GitHub }.ToDictionary(
                p => p, p => new ProviderSettings { ClientId = app.Id, ClientSecretSealed = box.Seal(app.Secret, SecretPurposes.ProviderSecret, $"{row.Id} {p}") }),
        };
        await project.SetAsync(settings?.Invoke(made) ?? made);
        return project;
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        if (_plane is not null)
        {
            await _plane.DisposeAsync();
        }

        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>What the control plane needs besides.</summary>
    protected virtual Task<Dictionary<string, string?>> SettingsAsync() => Task.FromResult(new Dictionary<string, string?>());

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed class ControlPlane(Dictionary<string, string?> more) : ControlPlaneFixture
    {
        protected override void Configure(IDictionary<string, string?> settings)
        {
            foreach (var (key, value) in more)
            {
                settings[key] = value;
            }
        }
    }
}
