using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Http.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.ControlPlane.Identity;

/// <summary>The identity services on a control database of one test, under a clock that the test moves.</summary>
public sealed class TestIdentity : IAsyncDisposable
{
    public const string Realm = Realms.Platform;

    private readonly TestRegistry _registry;
    private readonly ServiceProvider _services;
    private bool _owns = true;

    private TestIdentity(TestRegistry registry, int iterations, string? masterKeys, IReadOnlyDictionary<string, string?>? servers = null)
    {
        _registry = registry;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [KeyValuePair.Create("Kolaybase:PasswordIterations", (string?)iterations.ToString(System.Globalization.CultureInfo.InvariantCulture)), .. servers ?? new Dictionary<string, string?>()]).Build();
        var services = new ServiceCollection();
        // A Keycloak lives by the time of day.
        services.AddSingleton<TimeProvider>(servers is null ? Clock : TimeProvider.System);
        services.AddSingleton(MasterKeyRing.Parse(masterKeys ?? registry.MasterKeys));
        services.AddSingleton<SecretBox>();
        services.AddSingleton<SecretHasher>();
        services.AddDbContextFactory<RegistryContext>(o => o.UseNpgsql(registry.ConnectionString + ";Maximum Pool Size=15").UseSnakeCaseNamingConvention());
        services.AddIdentity(configuration);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    public string ConnectionString => _registry.ConnectionString;

    public string MasterKeys => _registry.MasterKeys;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TestIdentity> CreateAsync(int iterations = 1000) => new(await TestRegistry.CreateAsync(), iterations, null);

    /// <summary>With the settings of identity servers, and by the real clock, as they are.</summary>
    public static async Task<TestIdentity> CreateAsync(IReadOnlyDictionary<string, string?> servers) => new(await TestRegistry.CreateAsync(), 1000, null, servers);

    /// <summary>Another process on the same database, with settings of identity servers.</summary>
    public TestIdentity Beside(IReadOnlyDictionary<string, string?> servers) => new(_registry, 1000, null, servers) { _owns = false };

    /// <summary>Another process on the same database. It does not own the database; its clock starts anew.</summary>
    public TestIdentity Beside(int iterations = 1000, string? masterKeys = null) => new(_registry, iterations, masterKeys) { _owns = false };

    /// <summary>Runs in a scope of its own, as one request does.</summary>
    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Runs in a scope and a transaction of its own.</summary>
    public async Task<T> InTransactionAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<RegistryContext>().Database.BeginTransactionAsync(Cancel);
        var result = await work(scope.ServiceProvider.GetRequiredService<TService>());
        await transaction.CommitAsync(Cancel);
        return result;
    }

    public Task<RealmUser?> CreateUserAsync(string email = "ada@example.com", string? password = "correct horse", string realm = Realm) =>
        WithAsync((IIdentityStore store) => store.CreateUserAsync(realm, new NewRealmUser(Address(email), password, "Ada", null), Cancel));

    public static EmailAddress Address(string email) => EmailAddress.TryParse(email, out var address) ? address : throw new ArgumentException(email);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_owns)
        {
            // Pools outlive their data sources' users; the database could not be dropped gently.
            await _registry.DisposeAsync();
        }
    }
}
