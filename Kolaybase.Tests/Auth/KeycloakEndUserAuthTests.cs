using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Auth;

/// <summary>End users in a real Keycloak.</summary>
public sealed class KeycloakEndUserAuthTests(KeycloakEndUserFixture fixture) : EndUserAuthContract(fixture), IClassFixture<KeycloakEndUserFixture>
{
    /// <inheritdoc />
    protected override bool AccessTokensNameTheirSession => false;
}

/// <summary>Projects whose end users live in the shared Keycloak.</summary>
public sealed class KeycloakEndUserFixture : EndUserFixture
{
    private TestKeycloak? _keycloak;

    public override string IdentityServer => "main";

    protected override async Task FindAsync() => _keycloak = await KeycloakServers.Get();

    protected override void Configure(IDictionary<string, string?> settings)
    {
        foreach (var (key, value) in _keycloak!.Settings("main"))
        {
            settings[key] = value;
        }
    }
}
