using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace Kolaybase.Tests.Http.Support;

/// <summary>A control database of one test, filled row by row: what authentication reads, without provisioning.</summary>
public sealed class TestRegistry : IAsyncDisposable
{
    private readonly ThrowAwayDatabase _database;
    private readonly NpgsqlDataSource _source;
    private readonly string _masterKeys = MasterKeyRing.Generate("test");

    private TestRegistry(ThrowAwayDatabase database)
    {
        _database = database;
        _source = NpgsqlDataSource.Create(database.ConnectionString + ";Pooling=false");
    }

    public string ConnectionString => _database.ConnectionString;

    public string MasterKeys => _masterKeys;

    public SecretHasher Hasher => new(MasterKeyRing.Parse(_masterKeys));

    public static async Task<TestRegistry> CreateAsync()
    {
        var server = await PostgresServers.Get(15);
        var registry = new TestRegistry(await server.CreateDatabaseAsync(TestContext.Current.CancellationToken));
        await using var context = registry.Open();
        await context.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        return registry;
    }

    public RegistryContext Open() =>
        new(new DbContextOptionsBuilder<RegistryContext>().UseNpgsql(_source).UseSnakeCaseNamingConvention().Options);

    /// <summary>The API host on this registry.</summary>
    public Task<TestApi> StartApiAsync(Action<Microsoft.AspNetCore.Builder.WebApplication> routes, params (string Key, string Value)[] settings) =>
        TestApi.StartAsync(routes, ConnectionString, _masterKeys, settings: settings);

    /// <summary>A team with one member.</summary>
    public async Task<(Guid TeamId, Guid AccountId)> AddTeamAsync(TeamRole role = TeamRole.Owner)
    {
        var (team, account) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var email = $"{account:N}@example.com";
        await using var context = Open();
        context.Add(new Account { Id = account, Email = email, NormalizedEmail = email, CreatedAt = Now });
        context.Add(new Team { Id = team, Name = "team", CreatedAt = Now });
        context.Add(new TeamMember { TeamId = team, AccountId = account, Role = role, JoinedAt = Now });
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        return (team, account);
    }

    /// <summary>A project with both keys and a signing key.</summary>
    public async Task<TestProject> AddProjectAsync(Guid teamId, ProjectStatus status = ProjectStatus.Active, string[]? origins = null)
    {
        var id = Guid.CreateVersion7();
        var project = new TestProject(id, $"kb_anon_{Guid.CreateVersion7():N}", $"kb_service_{Guid.CreateVersion7():N}", RealmSigner.Create(Realms.OfProject(id)));
        await using var context = Open();
        context.Add(new Project
        {
            Id = id,
            TeamId = teamId,
            Name = "project",
            Status = status,
            DatabaseServer = "default",
            IdentityServer = "builtin",
            ObjectStore = "files",
            DatabaseName = $"kb_{id:N}",
            OwnerRole = "o",
            OwnerPasswordSealed = "-",
            AuthenticatorRole = "a",
            AuthenticatorPasswordSealed = "-",
            AllowedOrigins = [.. origins ?? []],
            CreatedAt = Now,
            CreatedBy = Guid.CreateVersion7(),
        });
        context.Add(Key(id, ProjectKeyKind.Anon, project.AnonKey));
        context.Add(Key(id, ProjectKeyKind.Service, project.ServiceKey));
        context.Add(project.Signer.ToRow());
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        return project;
    }

    /// <summary>A key that signs tokens of a realm.</summary>
    public async Task<RealmSigner> AddSignerAsync(string realm, string algorithm = SecurityAlgorithms.EcdsaSha256)
    {
        var signer = RealmSigner.Create(realm, algorithm);
        await using var context = Open();
        context.Add(signer.ToRow());
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        return signer;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private ProjectKey Key(Guid project, ProjectKeyKind kind, string key) => new()
    {
        Id = Guid.CreateVersion7(),
        ProjectId = project,
        Kind = kind,
        Hash = Hasher.Hash(key, SecretPurposes.ProjectKey),
        Sealed = "-",
        CreatedAt = Now,
    };
}

/// <summary>A project as its clients know it.</summary>
public sealed record TestProject(Guid Id, string AnonKey, string ServiceKey, RealmSigner Signer);
