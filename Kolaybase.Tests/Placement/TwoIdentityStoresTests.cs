using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Placement;

/// <summary>Under one API the users of one project are in Keycloak and those of another in the built-in store.</summary>
public sealed class TwoIdentityStoresTests(TwoIdentityStores fixture) : IClassFixture<TwoIdentityStores>
{
    [Fact]
    public async Task The_same_address_signs_up_and_in_at_both_at_once_and_the_token_of_one_opens_nothing_of_the_other()
    {
        var keycloak = await fixture.CreateProjectOnAsync("main");
        var builtin = await fixture.CreateProjectOnAsync(IdentityStores.Builtin);
        var email = EndUserProject.NewEmail();
        var users = await Task.WhenAll(keycloak.SignUpAsync(email), builtin.SignUpAsync(email));
        Assert.NotEqual(users[0].UserId, users[1].UserId);

        await Task.WhenAll(new[] { keycloak, builtin }.Select(async project =>
        {
            var client = project.Client();
            client.Take((await client.SignInAsync(email, EndUserProject.Password)).Expect(200));
            Assert.Equal(email, (await client.GetAsync("user")).Expect(200).GetProperty("email").GetString());
            (await project.Client().SignInAsync(email, "wrong horse")).Refused(401, "KB202");
            client.Take((await client.PostAsync("refresh", new { refreshToken = client.RefreshToken })).Expect(200));
        }));

        foreach (var (project, other) in new[] { (keycloak, users[1]), (builtin, users[0]) })
        {
            var client = project.Client();
            client.Token = other.Token;
            Assert.Equal(401, (int)(await client.GetAsync("user")).Status);
        }

        Assert.NotNull(await fixture.FindAsync("main", keycloak.Realm, users[0].UserId));
        Assert.NotNull(await fixture.FindAsync(IdentityStores.Builtin, builtin.Realm, users[1].UserId));
    }
}

/// <summary>The shared Keycloak beside the built-in store.</summary>
public sealed class TwoIdentityStores : EndUserFixture
{
    private TestKeycloak? _keycloak;
    private string _server = IdentityStores.Builtin;

    public override string IdentityServer => _server;

    protected override async Task FindAsync() => _keycloak = await KeycloakServers.Get();

    /// <summary>A project whose users are there.</summary>
    public Task<EndUserProject> CreateProjectOnAsync(string server)
    {
        _server = server;
        return CreateProjectAsync();
    }

    /// <summary>The user as a store has it.</summary>
    public Task<RealmUser?> FindAsync(string server, string realm, Guid id) =>
        WithAsync<IdentityStores, RealmUser?>(stores => stores.Of(server).FindByIdAsync(realm, id, TestContext.Current.CancellationToken));

    protected override void Configure(IDictionary<string, string?> settings)
    {
        foreach (var (key, value) in _keycloak!.Settings("main"))
        {
            settings[key] = value;
        }
    }
}
