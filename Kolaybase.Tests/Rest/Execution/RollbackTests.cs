using System.Net;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

public class RollbackTests
{
    private const string Tables = """
        create table items (id int primary key, name text);
        create table parts (id int primary key, item int references items deferrable initially deferred);
        insert into items values (1, 'pen'), (2, 'ink');
        grant all on items, parts to service_role;
        """;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_request_may_be_tried_and_undone(int major)
    {
        await using var host = await RestHost.StartAsync(major, Tables, connections: 1, settings: ("AllowTxRollback", true));

        var inserted = await host.SendAsync("POST", "items", body: """{"id":3,"name":"cup"}""", prefer: "tx=rollback, return=representation");
        var quiet = await host.SendAsync("PATCH", "items?id=eq.1", body: """{"name":"x"}""", prefer: "count=exact, tx=rollback");
        var put = await host.SendAsync("PUT", "items?id=eq.4", body: """{"id":4}""", prefer: "tx=rollback, return=representation");
        var merged = await host.SendAsync("POST", "items", body: """{"id":5}""", prefer: "tx=rollback, resolution=merge-duplicates");
        var gone = await host.SendAsync("DELETE", "items?id=gt.0", prefer: "tx=rollback, handling=strict, max-affected=2");
        var read = await host.SendAsync("GET", "items?select=id", prefer: "tx=rollback");

        Assert.Equal((HttpStatusCode.Created, """[{"id":3,"name":"cup"}]""", "return=representation, tx=rollback"), (inserted.Status, inserted.Body, inserted.PreferenceApplied));
        Assert.Equal((HttpStatusCode.NoContent, "0-0/1", "count=exact, tx=rollback"), (quiet.Status, quiet.ContentRange, quiet.PreferenceApplied));
        Assert.Equal((HttpStatusCode.Created, """[{"id":4,"name":null}]"""), (put.Status, put.Body));
        Assert.Equal((HttpStatusCode.Created, "tx=rollback"), (merged.Status, merged.PreferenceApplied!.Split(", ")[1]));
        Assert.Equal((HttpStatusCode.NoContent, "tx=rollback, handling=strict, max-affected=2"), (gone.Status, gone.PreferenceApplied));
        Assert.Equal("""[{"id":1},{"id":2}]""", read.Body);
        Assert.Equal("1pen 2ink", await host.Database.ScalarAsync<string>("select string_agg(id || name, ' ' order by id) from items"));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task What_a_commit_would_find_wrong_is_found(int major)
    {
        await using var host = await RestHost.StartAsync(major, Tables, connections: 1, settings: ("AllowTxRollback", true));

        Assert.Equal((409, "23503"), (await host.SendAsync("POST", "parts", body: """{"id":1,"item":9}""", prefer: "tx=rollback")).Error);
        Assert.Equal((409, "23505"), (await host.SendAsync("POST", "items", body: """{"id":1}""", prefer: "tx=rollback")).Error);
        // The only connection is free for the next one, outside of any transaction.
        Assert.Equal(HttpStatusCode.Created, (await host.SendAsync("POST", "items", body: """{"id":3,"name":"cup"}""")).Status);
        Assert.Equal(3, await host.Database.ScalarAsync<long>("select count(*) from items"));
    }

    [Fact]
    public async Task Unless_the_settings_allow_it_nobody_may()
    {
        await using var host = await RestHost.StartAsync(18, Tables);

        var answer = await host.SendAsync("POST", "items", body: """{"id":3,"name":"cup"}""", prefer: "tx=rollback, handling=strict, return=minimal");

        Assert.Equal((HttpStatusCode.Created, "return=minimal, handling=strict"), (answer.Status, answer.PreferenceApplied));
        Assert.Equal(3, await host.Database.ScalarAsync<long>("select count(*) from items"));
    }
}
