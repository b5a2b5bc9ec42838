using System.Net;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Schema;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.Rest.Schema;

/// <summary>Databases whose server lets nobody make event triggers.</summary>
public class SchemaPollTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task The_fingerprint_changes_with_everything_that_changes_the_schema_and_with_nothing_else(int major)
    {
        await using var database = await RestDatabase.CreateAsync(major, 2);
        await database.UseFingerprintAsync();

        await SchemaVersions.AssertNoticedAsync(database.Provisioned, Token);
    }

    [Fact]
    public async Task Such_a_database_is_known_and_its_types_may_change_unnoticed()
    {
        await using var database = await RestDatabase.CreateAsync(18, 2);
        await database.ExecuteAsync("create table t (id int)");
        using var cache = Cache(database, new());
        var counted = await cache.GetAsync(database.Project.Database, Token);
        Assert.False(counted.IsPolled);
        Assert.False(counted.Find("public", "t")!.Find("id")!.Type.MayHaveChanged);

        await database.UseFingerprintAsync();
        var polled = await cache.ReloadAsync(database.Project.Database, counted, Token);
        Assert.True(polled.IsPolled);
        Assert.True(polled.Find("public", "t")!.Find("id")!.Type.MayHaveChanged);
    }

    [Fact]
    public async Task The_version_is_looked_at_once_in_an_interval_however_many_ask()
    {
        await using var database = await RestDatabase.CreateAsync(18, 2);
        await database.UseFingerprintAsync();
        var clock = new FakeTimeProvider();
        using var cache = Cache(database, clock);
        var first = await cache.GetAsync(database.Project.Database, Token);
        Assert.Equal(1, database.Opened);

        await database.ExecuteAsync("create table t (id int)");
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Same(first, await cache.GetAsync(database.Project.Database, Token));
        Assert.Equal(1, database.Opened);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = await cache.GetAsync(database.Project.Database, Token);
        Assert.NotNull(second.Find("public", "t"));
        Assert.Equal(3, database.Opened);

        clock.Advance(TimeSpan.FromSeconds(1));
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cache.GetAsync(database.Project.Database, Token)));
        Assert.All(all, snapshot => Assert.Same(second, snapshot));
        Assert.Equal(4, database.Opened);
    }

    [Fact]
    public async Task A_look_that_fails_is_told_and_made_again()
    {
        await using var database = await RestDatabase.CreateAsync(18, 2);
        await database.UseFingerprintAsync();
        var clock = new FakeTimeProvider();
        var broken = false;
        using var cache = new SchemaCache((_, token) => broken ? throw new InvalidOperationException("gone") : database.OpenAuthenticatorAsync(token), new RestLimits(), clock);
        var snapshot = await cache.GetAsync(database.Project.Database, Token);

        clock.Advance(TimeSpan.FromSeconds(1));
        broken = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => cache.GetAsync(database.Project.Database, Token));
        broken = false;
        Assert.Same(snapshot, await cache.GetAsync(database.Project.Database, Token));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Within_the_interval_what_is_gone_is_noticed_and_values_of_another_type_come_out_right(int major)
    {
        await using var host = await RestHost.StartAsync(major, "create table a (id bigint, name text); insert into a values (1, 'x')", settings: ("SchemaPollMilliseconds", 3_600_000));
        await host.Database.UseFingerprintAsync();
        Assert.Equal("""[{"id":1,"name":"x"}]""", (await host.GetAsync("a")).Body);

        await host.Database.ExecuteAsync("alter table a alter column id type timestamp using '2020-01-01', alter column name type int using 7");
        Assert.Equal("""[{"id":"2020-01-01T00:00:00","name":7}]""", (await host.GetAsync("a")).Body);

        await host.Database.ExecuteAsync("alter table a rename column name to number");
        Assert.Equal("""[{"id":"2020-01-01T00:00:00","number":7}]""", (await host.GetAsync("a")).Body);
        Assert.Equal((400, "42703"), (await host.GetAsync("a?select=name")).Error);

        await host.Database.ExecuteAsync("alter table a rename to b");
        Assert.Equal((404, "PGRST205"), (await host.GetAsync("a")).Error);
        Assert.Equal(HttpStatusCode.Created, (await host.SendAsync("POST", "b", body: """{"number":8}""")).Status);
    }

    [Fact]
    public async Task After_the_interval_what_is_new_is_there()
    {
        await using var host = await RestHost.StartAsync(18, "create table a (id int); insert into a values (1)", settings: ("SchemaPollMilliseconds", 1));
        await host.Database.UseFingerprintAsync();
        Assert.Equal("""[{"id":1}]""", (await host.GetAsync("a")).Body);

        await host.Database.ExecuteAsync("alter table a add column name text default 'new'");
        Assert.Equal("""[{"id":1,"name":"new"}]""", (await host.GetAsync("a")).Body);
    }

    private static SchemaCache Cache(RestDatabase database, FakeTimeProvider clock) => new((_, token) => database.OpenAuthenticatorAsync(token), new RestLimits(), clock);
}
