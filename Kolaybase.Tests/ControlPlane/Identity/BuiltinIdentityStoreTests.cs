using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.ControlPlane.Identity;

public class BuiltinIdentityStoreTests : IdentityStoreContract
{
    [Fact]
    public async Task Ten_that_make_one_address_at_once_make_one_user()
    {
        await using var identity = await TestIdentity.CreateAsync();
        var users = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => identity.CreateUserAsync()));
        Assert.Single(users, u => u is not null);
    }

    [Fact]
    public async Task A_blocked_user_gets_neither_in_nor_a_token()
    {
        await using var identity = await TestIdentity.CreateAsync();
        var user = (await identity.CreateUserAsync())!;
        await identity.WithAsync((RegistryContext db) => db.IdentityUsers.ExecuteUpdateAsync(s => s.SetProperty(u => u.BlockedAt, identity.Clock.GetUtcNow()), TestIdentity.Cancel));

        Assert.Null(await identity.WithAsync((IIdentityStore store) => store.VerifyPasswordAsync(TestIdentity.Realm, TestIdentity.Address("ada@example.com"), "correct horse", TestIdentity.Cancel)));
        Assert.Null(await identity.WithAsync((IIdentityStore store) => store.IssueAccessTokenAsync(TestIdentity.Realm, user.Id, Guid.CreateVersion7(), TestIdentity.Cancel)));
    }

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

    protected override async Task<T> WithStoreAsync<T>(Func<IIdentityStore, Task<T>> work)
    {
        await using var identity = await TestIdentity.CreateAsync();
        return await identity.WithAsync(work);
    }

    private static Task<string> HashAsync(TestIdentity identity) =>
        identity.WithAsync((RegistryContext db) => db.IdentityUsers.Select(u => u.PasswordHash!).SingleAsync(TestIdentity.Cancel));
}
