using System.Net;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;
using Npgsql;

namespace Kolaybase.Tests.Rest.Execution;

public class LimitedWriteTests
{
    private const string Things = """
        create table items (id int primary key, name text, rank int);
        create table pairs (a int, b int, done bool default false, primary key (a, b));
        create table loose (name text, rank int) partition by list (rank);
        create table loose_one partition of loose for values in (1);
        create table loose_more partition of loose default;
        create view ranked as select id, rank from items;
        create view plain as select rank from items;
        insert into items select i, 'n' || i, 10 - i from generate_series(1, 6) i;
        insert into pairs select a, b from generate_series(1, 2) a, generate_series(1, 2) b;
        insert into loose select 'l' || i, i from generate_series(1, 3) i;
        grant all on items, pairs, loose, ranked, plain to service_role;
        grant select, delete on items to anon;
        """;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task The_first_rows_of_an_order_are_changed(int major)
    {
        await using var host = await RestHost.StartAsync(major, Things);

        async Task AssertAsync(string method, string path, string? body, string expected, string left)
        {
            var answer = await host.SendAsync(method, path, body: body, prefer: "return=representation");
            Assert.Equal((path, expected), (path, answer.Expect(HttpStatusCode.OK).Body));
            Assert.Equal(left, await host.Database.ScalarAsync<string>("select string_agg(id || name, ' ' order by id) from items"));
        }

        await AssertAsync("PATCH", "items?order=rank&limit=2&select=id", """{"name":"x"}""", """[{"id":6},{"id":5}]""", "1n1 2n2 3n3 4n4 5x 6x");
        await AssertAsync("PATCH", "items?id=lt.4&order=id.desc&limit=1&offset=1&select=id", """{"name":"y"}""", """[{"id":2}]""", "1n1 2y 3n3 4n4 5x 6x");
        await AssertAsync("PATCH", "items?id=lt.3&order=id&offset=1&select=id", """{"name":"z"}""", """[{"id":2}]""", "1n1 2z 3n3 4n4 5x 6x");
        await AssertAsync("PATCH", "items?order=id&limit=0&select=id", """{"name":"w"}""", "[]", "1n1 2z 3n3 4n4 5x 6x");
        await AssertAsync("DELETE", "items?name=eq.x&order=id&limit=1&select=id", null, """[{"id":5}]""", "1n1 2z 3n3 4n4 6x");
        await AssertAsync("DELETE", "items?order=rank&limit=2&offset=1&select=id,name", null, """[{"id":4,"name":"n4"},{"id":3,"name":"n3"}]""", "1n1 2z 6x");
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Rows_are_known_again_by_their_whole_key_or_by_their_place(int major)
    {
        await using var host = await RestHost.StartAsync(major, Things);

        Assert.Equal("""[{"a":1,"b":2}]""", (await host.SendAsync("PATCH", "pairs?order=a,b&limit=1&offset=1&select=a,b", body: """{"done":true}""", prefer: "return=representation")).Body);
        Assert.Equal("*/3", (await host.SendAsync("DELETE", "pairs?order=a,b&limit=3", prefer: "count=exact")).ContentRange);
        Assert.Equal("""[{"name":"l1"},{"name":"l2"}]""", (await host.SendAsync("DELETE", "loose?order=rank&limit=2&select=name", prefer: "return=representation")).Body);
        Assert.Equal("0-0/1", (await host.SendAsync("PATCH", "loose?order=rank&limit=1", body: """{"rank":1}""", prefer: "count=exact")).ContentRange);
        Assert.Equal("2 2 0|l3 1", await host.Database.ScalarAsync<string>("select (select string_agg(a || ' ' || b, ',') from pairs) || ' 0|' || (select string_agg(name || ' ' || rank, ',') from loose)"));
    }

    [Fact]
    public async Task Views_take_a_limit_when_their_rows_have_a_key()
    {
        await using var host = await RestHost.StartAsync(18, Things);

        Assert.Equal("PGRST127", (await host.SendAsync("DELETE", "plain?order=rank&limit=1")).Error.Code);
        Assert.Equal((400, "PGRST109"), (await host.SendAsync("DELETE", "items?limit=1")).Error);
        Assert.Equal(6, await host.Database.ScalarAsync<long>("select count(*) from items"));
    }

    [Fact]
    public async Task Who_may_only_delete_may_delete_with_a_limit()
    {
        await using var host = await RestHost.StartAsync(18, Things + """
            alter table items enable row level security;
            create policy s on items for select to anon using (true);
            create policy d on items for delete to anon using (id > 2);
            """);

        Assert.Equal("""[{"id":3}]""", (await host.SendAsync("DELETE", "items?id=gt.2&order=id&limit=1&select=id", "anon", prefer: "return=representation")).Body);
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Two_limited_updates_at_a_time_take_rows_of_their_own(int major)
    {
        await using var host = await RestHost.StartAsync(major, Things);
        await using var connection = await host.Database.OpenAuthenticatorAsync(TestContext.Current.CancellationToken);
        await using var other = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await RunAsync(connection, "set local role service_role; update items set name = 'taken' where id = 1");

        // It waits for the row that the other holds, sees that it no longer matches, and takes the next one.
        var waiting = host.SendAsync("PATCH", "items?name=like.n*&order=id&limit=1&select=id", body: """{"name":"mine"}""", prefer: "return=representation");
        while (await host.Database.BlockedAsync() == 0)
        {
            await Task.Yield();
        }

        await other.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("""[{"id":2}]""", (await waiting).Expect(HttpStatusCode.OK).Body);
        Assert.Equal("taken mine n3", await host.Database.ScalarAsync<string>("select string_agg(name, ' ' order by id) from items where id < 4"));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_limited_deletion_leaves_a_row_that_no_longer_matches(int major)
    {
        await using var host = await RestHost.StartAsync(major, Things);
        await using var connection = await host.Database.OpenAuthenticatorAsync(TestContext.Current.CancellationToken);
        await using var other = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await RunAsync(connection, "set local role service_role; update items set name = 'taken' where id = 1");

        var waiting = host.SendAsync("DELETE", "items?name=like.n*&order=id&limit=2&select=id", prefer: "return=representation");
        while (await host.Database.BlockedAsync() == 0)
        {
            await Task.Yield();
        }

        await other.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("""[{"id":2}]""", (await waiting).Expect(HttpStatusCode.OK).Body);
        Assert.Equal("taken n3", await host.Database.ScalarAsync<string>("select string_agg(name, ' ' order by id) from items where id < 4"));
    }

    [Fact]
    public async Task A_limit_is_kept_where_a_key_is_not_unique()
    {
        await using var host = await RestHost.StartAsync(18, """
            create table tops (id int primary key, name text);
            create table subs (constraint k primary key (id)) inherits (tops);
            insert into tops values (1, 'a');
            insert into subs values (1, 'b');
            grant all on tops, subs to service_role;
            """);

        var answer = await host.SendAsync("DELETE", "tops?order=name&limit=1");

        Assert.Equal((400, "PGRST110"), answer.Error);
        Assert.Equal("Results contain 2 rows changed but the maximum number allowed is 1", answer.Details);
        Assert.Equal(2, await host.Database.ScalarAsync<long>("select count(*) from tops"));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
