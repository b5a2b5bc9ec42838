using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.Platform;

/// <summary>The API on a control plane of its own, over HTTP; no worker runs. Tests use addresses of their own.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    private readonly ControlPlaneFixture _controlPlane = new();
    private TestApi? _api;

    public TestApi Api => _api!;

    public IServiceProvider Services => _controlPlane.Services;

    /// <summary>What a process needs to join the control plane.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _controlPlane.Settings;

    public RegistryContext OpenRegistry() => _controlPlane.OpenRegistry();

    public async ValueTask InitializeAsync()
    {
        await _controlPlane.InitializeAsync();
        _api = await StartApiAsync();
    }

    /// <summary>Another API process on the same control plane; the caller disposes it.</summary>
    public Task<TestApi> StartApiAsync(params (string Key, string Value)[] settings) => TestApi.StartAsync(configure: builder => builder.Configuration
        .AddInMemoryCollection(_controlPlane.Settings
            .Append(KeyValuePair.Create("Kolaybase:PasswordIterations", (string?)"1000"))
            // All tests of the class share one address and one process.
            .Append(KeyValuePair.Create("Kolaybase:RateLimits:AuthPerAddress", (string?)"100000"))
            .Append(KeyValuePair.Create("Kolaybase:RateLimits:AuthPerAccount", (string?)"100000"))
            // As on a desk: most tests of teams are not about addresses.
            .Append(KeyValuePair.Create("Kolaybase:Platform:InvitesNeedVerifiedEmail", (string?)"false")))
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))));

    /// <summary>A client that nobody is signed in at.</summary>
    public PlatformClient Client() => new(Api.Client);

    /// <summary>A new account, signed in.</summary>
    public Task<PlatformClient> SignUpAsync() => PlatformClient.SignUpAsync(Api.Client);

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        await _controlPlane.DisposeAsync();
    }
}
