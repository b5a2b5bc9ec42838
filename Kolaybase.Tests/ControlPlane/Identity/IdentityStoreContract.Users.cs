using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Tests.ControlPlane.Identity;

/// <summary>Users.</summary>
public abstract partial class IdentityStoreContract
{
    [Fact]
    public Task A_user_is_found_by_id_and_by_any_spelling_of_his_address() => RunAsync(async store =>
    {
        var user = await CreateAsync(store, "Ada@Example.com");
        Assert.Equal(user, await store.FindByIdAsync(Realm, user.Id, Cancel));
        Assert.Equal(user, await store.FindByEmailAsync(Realm, TestIdentity.Address("ADA@example.com"), Cancel));
        Assert.Equal("Ada@example.com", user.Email);
        Assert.Equal(("Ada", "Lovelace", false, false), (user.FirstName, user.LastName, user.EmailVerified, user.Blocked));
        Assert.Null(await store.FindByIdAsync(Realm, Guid.CreateVersion7(), Cancel));
        Assert.Null(await store.FindByEmailAsync(Realm, TestIdentity.Address("a@example.com"), Cancel));
    });

    [Theory]
    [InlineData("o'brien!#$%&*+-/=?^_`{|}~@example.com", "<b>\"A\" & B</b>;", "O’Hara-Ünal 🦊 $%*")]
    [InlineData("a@b.co", "x", null)]
    [InlineData("a.b.c+d@sub.example.museum", null, null)]
    public Task Every_address_and_name_that_the_API_takes_is_kept(string email, string? first, string? last) => RunAsync(async store =>
    {
        var user = await store.CreateUserAsync(Realm, new NewRealmUser(TestIdentity.Address(email), Password, first, last, EmailVerified: true), Cancel);
        Assert.Equal((email, first, last, true), (user?.Email, user?.FirstName, user?.LastName, user?.EmailVerified));
        Assert.Equal(user!.Id, (await store.VerifyPasswordAsync(Realm, TestIdentity.Address(email), Password, Cancel))?.Id);
        Assert.NotNull(await store.IssueAccessTokenAsync(Realm, user.Id, Guid.CreateVersion7(), Cancel));
    });

    [Fact]
    public Task The_longest_address_and_names_are_kept() => RunAsync(async store =>
    {
        var email = $"{new string('l', EmailAddress.MaxLocalLength)}@{new string('a', 61)}.{new string('b', 61)}.{new string('c', 61)}.de";
        var name = new string('n', DisplayName.MaxLength);
        var user = await store.CreateUserAsync(Realm, new NewRealmUser(TestIdentity.Address(email), new string('p', 127) + "q", name, name), Cancel);
        Assert.Equal((email, name, name), (user?.Email, user?.FirstName, user?.LastName));
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
        const string Other = "other";
        var user = await CreateAsync(store);
        Assert.Null(await store.FindByIdAsync(Other, user.Id, Cancel));
        Assert.Null(await store.FindByEmailAsync(Other, Ada, Cancel));
        Assert.Null(await store.VerifyPasswordAsync(Other, Ada, Password, Cancel));
        Assert.False(await store.SetPasswordAsync(Other, user.Id, "another horse", Cancel));
        Assert.False(await store.MarkEmailVerifiedAsync(Other, user.Id, Cancel));
        Assert.False(await store.SetBlockedAsync(Other, user.Id, true, Cancel));
        Assert.False(await store.DeleteUserAsync(Other, user.Id, Cancel));
        Assert.Equal(EmailChange.NoUser, await store.ChangeEmailAsync(Other, user.Id, Ada, Cancel));
        Assert.Equal(ExternalLink.NoUser, await store.LinkExternalIdentityAsync(Other, user.Id, "google", "1", Cancel));
        Assert.Null(await store.IssueAccessTokenAsync(Other, user.Id, Guid.CreateVersion7(), Cancel));
        Assert.Equal(0, (await store.ListUsersAsync(Other, null, 0, 10, Cancel)).Total);
        Assert.Empty(await store.PublicKeysAsync(Other, Cancel));
        Assert.Equal(user, await store.FindByIdAsync(Realm, user.Id, Cancel));
    });

    [Fact]
    public Task Strangers_are_changed_by_nothing() => RunAsync(async store =>
    {
        var id = Guid.CreateVersion7();
        Assert.False(await store.SetPasswordAsync(Realm, id, "another horse", Cancel));
        Assert.False(await store.MarkEmailVerifiedAsync(Realm, id, Cancel));
        Assert.False(await store.SetBlockedAsync(Realm, id, true, Cancel));
        Assert.False(await store.DeleteUserAsync(Realm, id, Cancel));
        Assert.Equal(ExternalLink.NoUser, await store.LinkExternalIdentityAsync(Realm, id, "google", "1", Cancel));
        Assert.Equal(EmailChange.NoUser, await store.ChangeEmailAsync(Realm, id, Ada, Cancel));
        Assert.Null(await store.IssueAccessTokenAsync(Realm, id, Guid.CreateVersion7(), Cancel));
    });

    [Fact]
    public Task A_proven_address_stays_proven() => RunAsync(async store =>
    {
        var user = await CreateAsync(store, "Ada@example.com");
        Assert.True(await store.MarkEmailVerifiedAsync(Realm, user.Id, Cancel));
        Assert.Equal(user with { EmailVerified = true }, await store.FindByIdAsync(Realm, user.Id, Cancel));
    });

    [Fact]
    public Task A_changed_address_is_proven_and_the_only_one() => RunAsync(async store =>
    {
        var user = await CreateAsync(store);
        var next = TestIdentity.Address("Lovelace@Example.com");
        Assert.Equal(EmailChange.Changed, await store.ChangeEmailAsync(Realm, user.Id, next, Cancel));

        Assert.Equal(user with { Email = "Lovelace@example.com", EmailVerified = true }, await store.FindByEmailAsync(Realm, next, Cancel));
        Assert.Null(await store.FindByEmailAsync(Realm, Ada, Cancel));
        Assert.Null(await store.VerifyPasswordAsync(Realm, Ada, Password, Cancel));
        Assert.NotNull(await store.VerifyPasswordAsync(Realm, next, Password, Cancel));
        // The former address is free.
        await CreateAsync(store);
    });

    [Fact]
    public Task An_address_that_another_has_is_not_given_away() => RunAsync(async store =>
    {
        var user = await CreateAsync(store);
        await CreateAsync(store, "bob@example.com");
        Assert.Equal(EmailChange.Taken, await store.ChangeEmailAsync(Realm, user.Id, TestIdentity.Address("BOB@example.com"), Cancel));
        Assert.Equal(user, await store.FindByIdAsync(Realm, user.Id, Cancel));
        // His own address in another spelling is not taken.
        Assert.Equal(EmailChange.Changed, await store.ChangeEmailAsync(Realm, user.Id, TestIdentity.Address("ADA@example.com"), Cancel));
    });

    [Fact]
    public Task A_deleted_user_is_gone_and_his_address_is_free() => RunAsync(async store =>
    {
        var user = await CreateAsync(store);
        Assert.Equal(ExternalLink.Linked, await store.LinkExternalIdentityAsync(Realm, user.Id, "google", "1", Cancel));
        Assert.True(await store.DeleteUserAsync(Realm, user.Id, Cancel));

        Assert.Null(await store.FindByIdAsync(Realm, user.Id, Cancel));
        Assert.Null(await store.FindByExternalIdentityAsync(Realm, "google", "1", Cancel));
        Assert.Null(await store.VerifyPasswordAsync(Realm, Ada, Password, Cancel));
        Assert.Null(await store.IssueAccessTokenAsync(Realm, user.Id, Guid.CreateVersion7(), Cancel));
        Assert.False(await store.DeleteUserAsync(Realm, user.Id, Cancel));
        Assert.NotEqual(user.Id, (await CreateAsync(store)).Id);
    });

    [Fact]
    public Task Users_are_listed_by_address_page_by_page() => RunAsync(async store =>
    {
        foreach (var name in new[] { "carl", "Ada", "bob" })
        {
            await CreateAsync(store, $"{name}@example.com");
        }

        var first = await store.ListUsersAsync(Realm, null, 0, 2, Cancel);
        var second = await store.ListUsersAsync(Realm, "", 2, 2, Cancel);
        Assert.Equal(["Ada@example.com", "bob@example.com"], first.Users.Select(u => u.Email));
        Assert.Equal(["carl@example.com"], second.Users.Select(u => u.Email));
        Assert.Equal((3, 3), (first.Total, second.Total));
        Assert.Empty((await store.ListUsersAsync(Realm, null, 5, 2, Cancel)).Users);
        Assert.Equal(await store.FindByIdAsync(Realm, first.Users[0].Id, Cancel), first.Users[0]);
    });

    [Theory]
    [InlineData("EXAMPLE", 2)]
    [InlineData("loveL", 1)]
    [InlineData("da love", 1)]
    [InlineData("love ada", 1)]
    [InlineData("ada bob", 0)]
    [InlineData("_da", 0)]
    [InlineData("%", 0)]
    [InlineData("id:1", 0)]
    [InlineData("*", 2)]
    [InlineData("\"Ada\"", 1)]
    [InlineData("\\", 0)]
    [InlineData(" ", 2)]
    [InlineData("service-account", 0)]
    public Task A_search_finds_its_words_in_address_and_names(string search, int hits) => RunAsync(async store =>
    {
        await CreateAsync(store);
        await store.CreateUserAsync(Realm, new NewRealmUser(TestIdentity.Address("bob@example.com"), Password, "Bob", null), Cancel);
        var page = await store.ListUsersAsync(Realm, search, 0, 10, Cancel);
        Assert.Equal((hits, hits), (page.Users.Count, page.Total));
    });

    [Fact]
    public Task An_account_of_a_provider_signs_one_user_in() => RunAsync(async store =>
    {
        var (ada, bob) = (await CreateAsync(store), await CreateAsync(store, "bob@example.com"));
        Assert.Null(await store.FindByExternalIdentityAsync(Realm, "google", "1", Cancel));
        Assert.Equal(ExternalLink.Linked, await store.LinkExternalIdentityAsync(Realm, ada.Id, "google", "1", Cancel));
        Assert.Equal(ExternalLink.Linked, await store.LinkExternalIdentityAsync(Realm, ada.Id, "google", "1", Cancel));

        Assert.Equal(ExternalLink.OfAnotherUser, await store.LinkExternalIdentityAsync(Realm, bob.Id, "google", "1", Cancel));
        Assert.Equal(ExternalLink.HasAnother, await store.LinkExternalIdentityAsync(Realm, ada.Id, "google", "2", Cancel));
        Assert.Equal(ExternalLink.OfAnotherUser, await store.LinkExternalIdentityAsync(Realm, Guid.CreateVersion7(), "google", "1", Cancel));
        Assert.Equal(ExternalLink.Linked, await store.LinkExternalIdentityAsync(Realm, bob.Id, "github", "1", Cancel));

        Assert.Equal(ada, await store.FindByExternalIdentityAsync(Realm, "google", "1", Cancel));
        Assert.Equal(bob.Id, (await store.FindByExternalIdentityAsync(Realm, "github", "1", Cancel))?.Id);
        Assert.Null(await store.FindByExternalIdentityAsync(Realm, "google", "2", Cancel));
        Assert.Null(await store.FindByExternalIdentityAsync("other", "google", "1", Cancel));
    });

    [Fact]
    public Task A_user_keeps_the_account_of_a_provider_that_came_first() => RunAsync(async store =>
    {
        var ada = await CreateAsync(store);
        Assert.Equal(ExternalLink.Linked, await store.LinkExternalIdentityAsync(Realm, ada.Id, "google", "1", Cancel));
        for (var i = 2; i < 5; i++)
        {
            Assert.Equal(ExternalLink.HasAnother, await store.LinkExternalIdentityAsync(Realm, ada.Id, "google", $"{i}", Cancel));
            Assert.Null(await store.FindByExternalIdentityAsync(Realm, "google", $"{i}", Cancel));
        }

        Assert.Equal(ada, await store.FindByExternalIdentityAsync(Realm, "google", "1", Cancel));
    });
}
