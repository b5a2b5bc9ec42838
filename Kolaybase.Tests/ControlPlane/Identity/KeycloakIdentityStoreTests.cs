using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.ControlPlane.Identity;

/// <summary>The contract on a real Keycloak.</summary>
public class KeycloakIdentityStoreTests : IdentityStoreContract
{
    private TestIdentity? _identity;

    protected override Task<T> InScopeAsync<T>(Func<IIdentityStore, Task<T>> work) => _identity!.WithAsync((IdentityStores stores) => work(stores.Of("main")));

    protected override async Task<T> WithStoreAsync<T>(Func<IIdentityStore, Task<T>> work)
    {
        var keycloak = await KeycloakServers.Get();
        await using var identity = _identity = await TestIdentity.CreateAsync(keycloak.Settings("main"));
        return await identity.WithAsync(async (IdentityStores stores) =>
        {
            var store = stores.Of("main");
            await store.EnsureRealmAsync(Realm, TestIdentity.Cancel);
            try
            {
                return await work(store);
            }
            finally
            {
                await store.DeleteRealmAsync(Realm, CancellationToken.None);
            }
        });
    }
}
