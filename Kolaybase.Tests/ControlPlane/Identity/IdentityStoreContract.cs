using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Tests.ControlPlane.Identity;

/// <summary>What every identity store promises; each implementation runs it from a class of its own.</summary>
public abstract class IdentityStoreContract
{
    protected const string Realm = "project-contract";

    /// <summary>Runs with a store whose realm is empty.</summary>
    protected abstract Task<T> WithStoreAsync<T>(Func<IIdentityStore, Task<T>> work);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_user_is_found_by_id_and_by_any_spelling_of_his_address() => RunAsync(async store =>
    {
        var user = await CreateAsync(store, "Ada@Example.com");
        Assert.Equal(user, await store.FindByIdAsync(Realm, user.Id, Cancel));
        Assert.Equal(user, await store.FindByEmailAsync(Realm, TestIdentity.Address("ADA@example.com"), Cancel));
        Assert.Equal("Ada@example.com", user.Email);
        Assert.Equal(("Ada", "Lovelace", false), (user.FirstName, user.LastName, user.EmailVerified));
    });

    [Fact]
    public Task An_address_has_one_user_in_a_realm() => RunAsync(async store =>
    {
        await CreateAsync(store, "ada@example.com");
        Assert.Null(await store.CreateUserAsync(Realm, New("ADA@example.com"), Cancel));
        // The refusal leaves the store usable.
        await CreateAsync(store, "bob@example.com");
    });

    [Fact]
    public Task A_user_is_unknown_in_other_realms() => RunAsync(async store =>
    {
        var user = await CreateAsync(store, "ada@example.com");
        Assert.Null(await store.FindByIdAsync("other", user.Id, Cancel));
        Assert.Null(await store.FindByEmailAsync("other", TestIdentity.Address("ada@example.com"), Cancel));
        Assert.Null(await store.VerifyPasswordAsync("other", TestIdentity.Address("ada@example.com"), "correct horse", Cancel));
        Assert.False(await store.SetPasswordAsync("other", user.Id, "another horse", Cancel));
        Assert.False(await store.MarkEmailVerifiedAsync("other", user.Id, Cancel));
        Assert.Null(await store.IssueAccessTokenAsync("other", user.Id, Guid.CreateVersion7(), Cancel));
    });

    [Fact]
    public Task The_right_password_alone_is_right() => RunAsync(async store =>
    {
        var user = await CreateAsync(store, "ada@example.com");
        var address = TestIdentity.Address("ada@example.com");
        Assert.Equal(user.Id, (await store.VerifyPasswordAsync(Realm, address, "correct horse", Cancel))?.Id);
        Assert.Null(await store.VerifyPasswordAsync(Realm, address, "Correct horse", Cancel));
        Assert.Null(await store.VerifyPasswordAsync(Realm, address, "", Cancel));
        Assert.Null(await store.VerifyPasswordAsync(Realm, TestIdentity.Address("eve@example.com"), "correct horse", Cancel));
    });

    [Fact]
    public Task A_new_password_replaces_the_former() => RunAsync(async store =>
    {
        var user = await CreateAsync(store, "ada@example.com");
        var address = TestIdentity.Address("ada@example.com");
        Assert.True(await store.SetPasswordAsync(Realm, user.Id, "another horse", Cancel));
        Assert.Null(await store.VerifyPasswordAsync(Realm, address, "correct horse", Cancel));
        Assert.NotNull(await store.VerifyPasswordAsync(Realm, address, "another horse", Cancel));
    });

    [Fact]
    public Task A_user_without_a_password_signs_in_with_none() => RunAsync(async store =>
    {
        var user = await store.CreateUserAsync(Realm, new NewRealmUser(TestIdentity.Address("ada@example.com"), null, null, null), Cancel);
        Assert.NotNull(user);
        Assert.Null(await store.VerifyPasswordAsync(Realm, TestIdentity.Address("ada@example.com"), "", Cancel));
    });

    [Fact]
    public Task A_proven_address_stays_proven() => RunAsync(async store =>
    {
        var user = await CreateAsync(store, "ada@example.com");
        Assert.True(await store.MarkEmailVerifiedAsync(Realm, user.Id, Cancel));
        Assert.True((await store.FindByIdAsync(Realm, user.Id, Cancel))!.EmailVerified);
    });

    [Fact]
    public Task Users_get_access_tokens_and_strangers_do_not() => RunAsync(async store =>
    {
        var user = await CreateAsync(store, "ada@example.com");
        Assert.NotNull(await store.IssueAccessTokenAsync(Realm, user.Id, Guid.CreateVersion7(), Cancel));
        Assert.Null(await store.IssueAccessTokenAsync(Realm, Guid.CreateVersion7(), Guid.CreateVersion7(), Cancel));
    });

    private Task<bool> RunAsync(Func<IIdentityStore, Task> work) => WithStoreAsync(async store =>
    {
        await work(store);
        return true;
    });

    private static NewRealmUser New(string email) => new(TestIdentity.Address(email), "correct horse", "Ada", "Lovelace");

    private static async Task<RealmUser> CreateAsync(IIdentityStore store, string email)
    {
        var user = await store.CreateUserAsync(Realm, New(email), Cancel);
        Assert.NotNull(user);
        return user;
    }
}
