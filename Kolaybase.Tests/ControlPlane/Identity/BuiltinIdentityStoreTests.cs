using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.ControlPlane.Identity;

public class BuiltinIdentityStoreTests : IdentityStoreContract
{
    private TestIdentity? _identity;

    [Fact]
    public async Task A_hash_of_fewer_iterations_is_renewed_when_its_password_comes()
    {
        await using var weak = await TestIdentity.CreateAsync(iterations: 1000);
        await weak.CreateUserAsync();
        var before = await HashAsync(weak);

        await using var strong = weak.Beside(iterations: 2000);
        Assert.NotNull(await strong.WithAsync((IIdentityStore store) => store.VerifyPasswordAsync(TestIdentity.Realm, TestIdentity.Address("ada@example.com"), "correct horse", TestIdentity.Cancel)));
        var after = await HashAsync(weak);
        Assert.NotEqual(before, after);

        Assert.NotNull(await strong.WithAsync((IIdentityStore store) => store.VerifyPasswordAsync(TestIdentity.Realm, TestIdentity.Address("ada@example.com"), "correct horse", TestIdentity.Cancel)));
        Assert.Equal(after, await HashAsync(weak));
    }

    [Fact]
    public async Task No_password_is_stored_in_clear()
    {
        await using var identity = await TestIdentity.CreateAsync();
        await identity.CreateUserAsync();
        Assert.DoesNotContain("correct horse", await HashAsync(identity), StringComparison.Ordinal);
    }

    protected override Task<T> InScopeAsync<T>(Func<IIdentityStore, Task<T>> work) => _identity!.WithAsync(work);

    protected override async Task<T> WithStoreAsync<T>(Func<IIdentityStore, Task<T>> work)
    {
        // Enough for the hash to outweigh the rest of a sign-in.
        await using var identity = _identity = await TestIdentity.CreateAsync(iterations: 50_000);
        return await identity.WithAsync(async (IIdentityStore store) =>
        {
            await store.EnsureRealmAsync(Realm, TestIdentity.Cancel);
            return await work(store);
        });
    }

    private static Task<string> HashAsync(TestIdentity identity) =>
        identity.WithAsync((RegistryContext db) => db.IdentityUsers.Select(u => u.PasswordHash!).SingleAsync(TestIdentity.Cancel));
}
