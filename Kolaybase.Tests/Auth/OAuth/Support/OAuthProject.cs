using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Auth.OAuth.Support;

/// <summary>A project whose users sign in with providers.</summary>
public sealed class OAuthProject(OAuthFixture fixture, Guid id, string anonKey, string serviceKey, ProviderApp app)
{
    public Guid Id => id;

    public string AnonKey => anonKey;

    public string ServiceKey => serviceKey;

    /// <summary>The project's client at the provider, and who signs in there.</summary>
    public ProviderApp App => app;

    public string Realm => Realms.OfProject(id);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Asks for the address that a sign-in begins at.</summary>
    public async Task<Answer> AskAsync(string provider, string query, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/rest/v1/auth/signin/{provider}{query}");
        request.Headers.Add("apikey", key ?? anonKey);
        using var response = await fixture.Api.Client.SendAsync(request, Cancel);
        Assert.True((int)response.StatusCode < 500, string.Join('\n', fixture.Api.Log.Entries.Select(e => $"{e.Message} {e.Exception}")));
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(Cancel), response.Headers);
    }

    /// <summary>Begins a sign-in; the address of our page.</summary>
    public async Task<Uri> BeginAsync(string provider, string redirectTo = OAuthFixture.App) =>
        new((await AskAsync(provider, "?redirect_to=" + Uri.EscapeDataString(redirectTo))).Expect(200).GetProperty("url").GetString()!);

    public async Task SetAsync(AuthSettings settings)
    {
        await using var scope = fixture.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuthSettingsStore>().WriteAsync(id, settings, Cancel);
    }

    public async Task ChangeAsync(Func<AuthSettings, AuthSettings> change)
    {
        await using var scope = fixture.Services.CreateAsyncScope();
        await SetAsync(change(await scope.ServiceProvider.GetRequiredService<AuthSettingsStore>().ReadAsync(id, Cancel)));
    }

    /// <summary>Works on the project's identity store.</summary>
    public async Task<T> InStoreAsync<T>(Func<IIdentityStore, Task<T>> work)
    {
        await using var scope = fixture.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<IdentityStores>().Of(fixture.IdentityServer));
    }

    /// <summary>A user who signed up with a password.</summary>
    public Task<RealmUser> AddUserAsync(string email, bool verified) => InStoreAsync(async store =>
    {
        Assert.True(EmailAddress.TryParse(email, out var address));
        return (await store.CreateUserAsync(Realm, new NewRealmUser(address, PlatformClient.Password, "Some", "Body", verified), Cancel))!;
    });

    public Task<RealmUser?> FindUserAsync(string email) => InStoreAsync(store =>
    {
        Assert.True(EmailAddress.TryParse(email, out var address));
        return store.FindByEmailAsync(Realm, address, Cancel);
    });
}
