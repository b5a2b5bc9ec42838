using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.Http.Tokens;

/// <summary>Two replicas on one registry: what is revoked by one is refused by both within five seconds.</summary>
public sealed class RevocationPollerTests : IAsyncLifetime
{
    private const string Realm = "project-under-test";
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);
    private readonly List<TestApi> _replicas = [];
    private readonly Guid _user = Guid.CreateVersion7();
    private TestRegistry _registry = null!;
    private RealmSigner _signer = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.CreateAsync();
        _signer = await _registry.AddSignerAsync(Realm);
        _replicas.Add(await _registry.StartApiAsync(_ => { }));
        _replicas.Add(await _registry.StartApiAsync(_ => { }));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await _registry.DisposeAsync();
    }

    [Fact]
    public async Task A_revoked_users_tokens_are_refused_on_every_replica_and_his_next_session_works_at_once()
    {
        var (old, others) = (await SignInAsync(_user), await SignInAsync(Guid.CreateVersion7()));
        await AllAsync(old, null);
        await RevokeAsync(_user);
        var next = await SignInAsync(_user);
        await AllAsync(next, null);
        await EventuallyAllAsync(old, TokenFault.Revoked);
        await AllAsync(next, null);
        await AllAsync(others, null);
    }

    [Fact]
    public async Task A_replica_that_starts_later_knows_what_was_revoked_before()
    {
        var old = await SignInAsync(_user);
        await RevokeAsync(_user);
        _replicas.Add(await _registry.StartApiAsync(_ => { }));
        Assert.Equal(TokenFault.Revoked, await FaultAsync(_replicas[^1], old));
    }

    [Fact]
    public async Task A_row_that_was_written_before_newer_ones_and_committed_after_them_is_seen()
    {
        var (slow, quick) = (await SignInAsync(_user), await SignInAsync(Guid.CreateVersion7()));
        await using var scope = _replicas[0].Services.CreateAsyncScope();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<RegistryContext>().Database.BeginTransactionAsync(Cancel);
        await scope.ServiceProvider.GetRequiredService<TokenRevocations>().RevokeAsync(Realm, _user, Cancel);
        await RevokeAsync(Guid.Parse(Subject(quick)));
        await EventuallyAllAsync(quick, TokenFault.Revoked);
        await AllAsync(slow, null);
        await transaction.CommitAsync(Cancel);
        await EventuallyAllAsync(slow, TokenFault.Revoked);
    }

    [Fact]
    public async Task While_the_control_database_is_away_what_was_read_stays_and_later_rows_come_when_it_is_back()
    {
        var (before, during) = (await SignInAsync(_user), await SignInAsync(Guid.CreateVersion7()));
        await RevokeAsync(_user);
        await EventuallyAllAsync(before, TokenFault.Revoked);
        await AllAsync(during, null);

        var name = new NpgsqlConnectionStringBuilder(_registry.ConnectionString).Database!;
        var server = await PostgresServers.Get(15);
        await server.ExecuteAsync($"alter database \"{name}\" allow_connections false", Cancel);
        await server.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'", Cancel);
        await Eventually.TrueAsync(() => Task.FromResult(_replicas.All(r => Warnings(r) == 1)), "both replicas say that it is away", Cancel);
        await AllAsync(before, TokenFault.Revoked);
        await AllAsync(during, null);

        await server.ExecuteAsync($"alter database \"{name}\" allow_connections true", Cancel);
        await RevokeAsync(Guid.Parse(Subject(during)));
        await EventuallyAllAsync(during, TokenFault.Revoked);
        // Once, not once a second.
        Assert.All(_replicas, r => Assert.Equal(1, Warnings(r)));
    }

    private static int Warnings(TestApi replica) => replica.Log.Entries.Count(e => e.Message.StartsWith("Revoked access tokens can't be read", StringComparison.Ordinal));

    /// <summary>A session's access token, as the built-in store makes it.</summary>
    private async Task<string> SignInAsync(Guid user)
    {
        await using var scope = _replicas[0].Services.CreateAsyncScope();
        var session = await scope.ServiceProvider.GetRequiredService<Sessions>().StartAsync(Realm, user, null, Cancel);
        return _signer.Sign(user, claims: new Dictionary<string, object> { ["sid"] = session.SessionId.ToString() });
    }

    private async Task RevokeAsync(Guid user)
    {
        await using var scope = _replicas[0].Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegistryContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        await scope.ServiceProvider.GetRequiredService<TokenRevocations>().RevokeAsync(Realm, user, Cancel);
        await transaction.CommitAsync(Cancel);
    }

    private async Task AllAsync(string token, TokenFault? fault)
    {
        foreach (var replica in _replicas)
        {
            Assert.Equal(fault, await FaultAsync(replica, token));
        }
    }

    private Task EventuallyAllAsync(string token, TokenFault fault) => Eventually.TrueAsync(
        async () =>
        {
            foreach (var replica in _replicas)
            {
                if (await FaultAsync(replica, token) != fault)
                {
                    return false;
                }
            }

            return true;
        },
        "every replica refuses it",
        Cancel,
        Promise);

    private static async Task<TokenFault?> FaultAsync(TestApi replica, string token) =>
        (await replica.Services.GetRequiredService<TokenVerifier>().VerifyAsync(token, Realm, Realms.ProjectAudience, Cancel)).Fault;

    private static string Subject(string token) => new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token).Subject;
}
