using Kolaybase.Embedded;
using Kolaybase.Tests.Support;

[assembly: AssemblyFixture(typeof(KeycloakServers))]

namespace Kolaybase.Tests.Support;

/// <summary>A real Keycloak for tests, one for a test run, started when first asked for and gone at its end. Tests make realms of their own.</summary>
public sealed class KeycloakServers : IAsyncDisposable
{
    private static readonly Lazy<Task<TestKeycloak>> Shared = new(TestKeycloak.StartAsync);

    /// <summary>The shared server. Skips the calling test, with the reason, where there is no Keycloak or no Java.</summary>
    public static async Task<TestKeycloak> Get()
    {
        try
        {
            return await Shared.Value;
        }
        catch (EmbeddedException exception)
        {
            Assert.Skip($"Keycloak can't be had here: {exception.Message}");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Shared.IsValueCreated && Shared.Value.IsCompletedSuccessfully)
        {
            await (await Shared.Value).DisposeAsync();
        }
    }
}
