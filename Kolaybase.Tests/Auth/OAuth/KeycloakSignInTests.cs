using Kolaybase.Tests.Auth.OAuth.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Auth.OAuth;

/// <summary>The contract on a real Keycloak.</summary>
public sealed class KeycloakSignInTests(KeycloakOAuth fixture) : SignInContract(fixture), IClassFixture<KeycloakOAuth>, IAsyncLifetime
{
    private readonly KeycloakOAuth _fixture = fixture;

    public async ValueTask InitializeAsync()
    {
        // Where it can't be had, this skips the test by name; a class fixture could only fail it.
        await KeycloakServers.Get();
        await _fixture.Ready;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Projects whose realms are on a real Keycloak; begun when the first test asks.</summary>
public sealed class KeycloakOAuth : OAuthFixture
{
    private readonly Lazy<Task> _ready;

    public KeycloakOAuth() => _ready = new(() => base.InitializeAsync().AsTask());

    public Task Ready => _ready.Value;

    public override string IdentityServer => "main";

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    protected override async Task<Dictionary<string, string?>> SettingsAsync() => (await KeycloakServers.Get()).Settings("main");
}
