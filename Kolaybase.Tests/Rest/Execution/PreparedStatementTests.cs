using System.Net;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>On one connection, so that what it has prepared is what the next request meets.</summary>
public class PreparedStatementTests
{
    private const string Prepared = """
        create view prepared as select count(*) from pg_prepared_statements;
        create table a (id int, name text); insert into a values (1, 'one');
        """;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task What_recurs_is_prepared(int major)
    {
        await using var host = await RestHost.StartAsync(major, Prepared, connections: 1);

        await RepeatAsync(host, "a?id=eq.1", """[{"id":1,"name":"one"}]""");

        // Who the caller is, and the read.
        Assert.Equal("""[{"count":2}]""", (await host.GetAsync("prepared")).Body);
    }

    [Fact]
    public async Task What_is_prepared_is_bounded()
    {
        await using var host = await RestHost.StartAsync(18, Prepared, connections: 1);

        for (var filters = 1; filters <= PoolSettings.Prepared + 10; filters++)
        {
            await RepeatAsync(host, $"a?{string.Join('&', Enumerable.Repeat("id=eq.1", filters))}", """[{"id":1,"name":"one"}]""");
        }

        Assert.Equal($$"""[{"count":{{PoolSettings.Prepared}}}]""", (await host.GetAsync("prepared")).Body);
    }

    [Theory]
    [InlineData("bigint", "id=eq.3000000000", "[]")]
    [InlineData("text", "id=eq.one", "[]")]
    [InlineData("text", "id=eq.1", """[{"name":"one"}]""")]
    [InlineData("numeric", "id=eq.1.0", """[{"name":"one"}]""")]
    public async Task A_parameter_has_the_type_that_its_column_has_now(string type, string filter, string expected)
    {
        await using var host = await RestHost.StartAsync(18, Prepared, connections: 1);
        await RepeatAsync(host, "a?select=name&id=eq.1", """[{"name":"one"}]""");

        await host.Database.ExecuteAsync($"alter table a alter column id type {type}");

        Assert.Equal(expected, (await host.GetAsync($"a?select=name&{filter}")).Expect(HttpStatusCode.OK).Body);
    }

    [Theory]
    [InlineData("bigint", "1")]
    [InlineData("text", "\"1\"")]
    [InlineData("numeric(4,2)", "1.00")]
    [InlineData("boolean using id = 1", "true")]
    public async Task A_column_is_answered_as_the_type_that_it_has_now(string type, string value)
    {
        await using var host = await RestHost.StartAsync(18, Prepared, connections: 1);
        await RepeatAsync(host, "a?select=id", """[{"id":1}]""");

        await host.Database.ExecuteAsync($"alter table a alter column id type {type}");

        await RepeatAsync(host, "a?select=id", $$"""[{"id":{{value}}}]""");
    }

    [Fact]
    public async Task Policies_are_those_of_the_caller_whoever_it_was_prepared_for()
    {
        await using var host = await RestHost.StartAsync(
            18,
            """
            create table b (id int); insert into b values (1), (2); alter table b enable row level security; grant select on b to anon, authenticated;
            create policy first on b to anon using (id = 1); create policy second on b to authenticated using (id = 2);
            """,
            connections: 1);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal("""[{"id":1}]""", (await host.GetAsync("b", "anon")).Body);
            Assert.Equal("""[{"id":2}]""", (await host.GetAsync("b", "authenticated")).Body);
            Assert.Equal("""[{"id":1},{"id":2}]""", (await host.GetAsync("b")).Body);
        }
    }

    [Theory]
    [InlineData("deallocate all")]
    [InlineData("discard plans")]
    public async Task A_function_that_drops_what_is_prepared_harms_no_one(string command)
    {
        await using var host = await RestHost.StartAsync(
            18,
            $"""
            {Prepared}
            create function harm() returns text language plpgsql as $$ begin execute '{command}'; return 'done'; end $$;
            create view harmful as select harm();
            """,
            connections: 1);
        for (var i = 0; i < 3; i++)
        {
            await RepeatAsync(host, "a?id=eq.1", """[{"id":1,"name":"one"}]""");
            Assert.Equal("""[{"harm":"done"}]""", (await host.GetAsync("harmful")).Expect(HttpStatusCode.OK).Body);
        }
    }

    [Fact]
    public async Task A_write_that_met_a_dropped_statement_happens_once()
    {
        await using var host = await RestHost.StartAsync(
            18,
            $"""
            {Prepared}
            create function harm() returns text language plpgsql as $$ begin execute 'deallocate all'; return 'done'; end $$;
            create view harmful as select harm();
            """,
            connections: 1);
        for (var i = 0; i < 5; i++)
        {
            await host.SendAsync("POST", "a", body: """{"id":2}""");
        }

        await host.GetAsync("harmful");
        Assert.Equal(HttpStatusCode.Created, (await host.SendAsync("POST", "a", body: """{"id":2}""")).Status);

        Assert.Equal(6L, await host.Database.ScalarAsync<long>("select count(*) from a where id = 2"));
    }

    private static async Task RepeatAsync(RestHost host, string path, string expected)
    {
        for (var i = 0; i < PoolSettings.PreparedAfter + 7; i++)
        {
            Assert.Equal(expected, (await host.GetAsync(path)).Expect(HttpStatusCode.OK).Body);
        }
    }
}
