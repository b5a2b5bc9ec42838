using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Tests.ControlPlane.Identity;

/// <summary>What every identity store promises; each implementation runs it from a class of its own.</summary>
public abstract partial class IdentityStoreContract
{
    private const string Password = "correct horse";

    /// <summary>A project's realm that this test has for itself.</summary>
    protected string Realm { get; } = Realms.OfProject(Guid.CreateVersion7());

    /// <summary>Runs with a store whose realm is empty.</summary>
    protected abstract Task<T> WithStoreAsync<T>(Func<IIdentityStore, Task<T>> work);

    /// <summary>Runs in a scope of its own beside the one of <see cref="WithStoreAsync"/>, as another request does.</summary>
    protected abstract Task<T> InScopeAsync<T>(Func<IIdentityStore, Task<T>> work);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static EmailAddress Ada { get; } = TestIdentity.Address("ada@example.com");

    private Task<bool> RunAsync(Func<IIdentityStore, Task> work) => WithStoreAsync(async store =>
    {
        await work(store);
        return true;
    });

    private static NewRealmUser New(string email) => new(TestIdentity.Address(email), Password, "Ada", "Lovelace");

    private async Task<RealmUser> CreateAsync(IIdentityStore store, string email = "ada@example.com")
    {
        var user = await store.CreateUserAsync(Realm, New(email), Cancel);
        Assert.NotNull(user);
        return user;
    }
}
