using System.Net.Http.Json;
using System.Text.Json;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.ControlPlane.Identity.Keycloak;

/// <summary>The identity services of one test with a gate before the real Keycloak, and a look at Keycloak past our code.</summary>
internal sealed class KeycloakPlane : IAsyncDisposable
{
    private readonly HttpClient _http = new();

    private KeycloakPlane(TestKeycloak keycloak, KeycloakGate gate, TestIdentity identity) => (Keycloak, Gate, Identity) = (keycloak, gate, identity);

    public TestKeycloak Keycloak { get; }

    public KeycloakGate Gate { get; }

    public TestIdentity Identity { get; }

    public string Realm { get; } = Realms.OfProject(Guid.CreateVersion7());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<KeycloakPlane> StartAsync()
    {
        var keycloak = await KeycloakServers.Get();
        var gate = await KeycloakGate.StartAsync(keycloak);
        return new KeycloakPlane(keycloak, gate, await TestIdentity.CreateAsync(keycloak.Settings("main", gate.Url)));
    }

    /// <summary>Another process on the same database and Keycloak.</summary>
    public TestIdentity Beside() => Identity.Beside(Keycloak.Settings("main", Gate.Url));

    public Task<T> WithStoreAsync<T>(Func<IIdentityStore, Task<T>> work) => Identity.WithAsync((IdentityStores stores) => work(stores.Of("main")));

    public Task EnsureAsync(TestIdentity? process = null) => (process ?? Identity).WithAsync(async (IdentityStores stores) =>
    {
        await stores.Of("main").EnsureRealmAsync(Realm, Cancel);
        return true;
    });

    public async Task<RealmUser> CreateUserAsync(string email = "ada@example.com") =>
        (await WithStoreAsync(s => s.CreateUserAsync(Realm, new NewRealmUser(TestIdentity.Address(email), "correct horse", "Ada", null), Cancel)))!;

    public Task<AccessToken?> IssueAsync(Guid user) => WithStoreAsync(s => s.IssueAccessTokenAsync(Realm, user, Guid.CreateVersion7(), Cancel));

    /// <summary>A call of the admin API by the administrator, past our code; the path begins after <c>/admin/realms</c>.</summary>
    public async Task<JsonElement> AdminAsync(HttpMethod method, string path, object? body = null)
    {
        using var login = await _http.PostAsync(
            $"{Keycloak.Url}/realms/master/protocol/openid-connect/token",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "password", ["client_id"] = "admin-cli", ["username"] = TestKeycloak.Admin, ["password"] = Keycloak.Password }),
            Cancel);
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("access_token").GetString();
        using var request = new HttpRequestMessage(method, $"{Keycloak.Url}/admin/realms{path}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await _http.SendAsync(request, Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}");
        return answer.Content.Headers.ContentType is null ? default : await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    public Task<JsonElement> ReadAsync(string path) => AdminAsync(HttpMethod.Get, $"/{Realm}{path}");

    public async ValueTask DisposeAsync()
    {
        await using var cleaner = Identity.Beside(Keycloak.Settings("main"));
        await cleaner.WithAsync(async (IdentityStores stores) =>
        {
            await stores.Of("main").DeleteRealmAsync(Realm, CancellationToken.None);
            return true;
        });
        await Identity.DisposeAsync();
        await Gate.DisposeAsync();
        _http.Dispose();
    }
}
