using System.Net;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>What code of the project leaves in a session beyond its transaction is not there for the next request on that connection.</summary>
public class SessionLeakTests
{
    public static TheoryData<string, string> Leaks { get; } = new()
    {
        { "perform set_config('app.secret', 'of a', false)", "coalesce(current_setting('app.secret', true), '') = ''" },
        { "perform set_config('request.jwt.claims', '{\"sub\":\"a\"}', false)", "current_setting('request.jwt.claims') = '{\"role\":\"anon\"}'" },
        { "perform set_config('search_path', 'pg_catalog', false)", "current_schemas(false)::text = '{public}'" },
        { "set row_security = off", "current_setting('row_security') = 'on'" },
        { "set timezone = 'Asia/Tokyo'", "current_setting('timezone') <> 'Asia/Tokyo'" },
        { "set role service_role", "current_user = 'anon'" },
        { "set default_transaction_isolation = 'serializable'", "current_setting('default_transaction_isolation') = 'read committed' and current_setting('transaction_isolation') = 'read committed'" },
        { "perform pg_advisory_lock(42)", "not exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())" },
        { "perform keep()", "to_regclass('pg_temp.kept') is null" },
        { "execute 'declare kept cursor with hold for select 1'", "not exists (select from pg_cursors where name = 'kept')" },
        { "perform nextval('numbers')", "not has_last_value()" },
    };

    [Theory, MemberData(nameof(Leaks))]
    public async Task Nothing_is_left_for_the_next_caller(string leak, string gone)
    {
        await using var host = await StartAsync(18, leak, gone);

        Assert.Equal("""[{"leak":"done"}]""", (await host.SendAsync("POST", "calls?select=leak", "service_role", "{}", prefer: "return=representation")).Expect(HttpStatusCode.Created).Body);

        Assert.Equal("""[{"gone":true}]""", (await host.GetAsync("state", "anon")).Expect(HttpStatusCode.OK).Body);
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Nor_when_the_request_before_has_failed(int major)
    {
        await using var host = await StartAsync(major, "perform set_config('app.secret', 'of a', false)", "coalesce(current_setting('app.secret', true), '') = ''");
        await host.SendAsync("POST", "calls", "service_role", "{}");

        Assert.Equal(HttpStatusCode.BadRequest, (await host.GetAsync("calls?leak=not.in.(1)&id=eq.x")).Status);

        Assert.Equal("""[{"gone":true}]""", (await host.GetAsync("state", "anon")).Expect(HttpStatusCode.OK).Body);
    }

    [Fact]
    public async Task Nobody_listens_for_longer_than_the_next_request()
    {
        await using var host = await StartAsync(18, "listen news", "not exists (select pg_listening_channels())");
        await host.SendAsync("POST", "calls", "service_role", "{}");

        // PostgreSQL ends it with the transaction.
        Assert.Equal("""[{"gone":false}]""", (await host.GetAsync("state", "anon")).Body);
        Assert.Equal("""[{"gone":true}]""", (await host.GetAsync("state", "anon")).Body);
    }

    [Theory]
    [InlineData("set default_transaction_read_only = on")]
    [InlineData("set statement_timeout = 1")]
    public async Task What_stands_against_its_own_clearing_does_not_hurt_the_next_request(string leak)
    {
        await using var host = await StartAsync(18, leak, "current_setting('transaction_read_only') = 'on'");
        await host.SendAsync("POST", "calls", "service_role", "{}");

        var next = await host.SendAsync("POST", "calls?select=leak", "service_role", "{}", prefer: "return=representation");

        Assert.Equal("""[{"leak":"done"}]""", next.Expect(HttpStatusCode.Created).Body);
        Assert.Equal("""[{"gone":true}]""", (await host.GetAsync("state", "anon")).Expect(HttpStatusCode.OK).Body);
    }

    [Fact]
    public async Task However_many_sessions_have_it()
    {
        await using var host = await StartAsync(18, "set default_transaction_read_only = on; perform pg_sleep(0.05)", "true", connections: 4);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.SendAsync("POST", "calls", "service_role", "{}")));

        for (var i = 0; i < 8; i++)
        {
            (await host.SendAsync("POST", "calls", "service_role", "{}")).Expect(HttpStatusCode.Created);
        }
    }

    [Fact]
    public async Task A_session_that_the_server_has_ended_is_no_fault_of_ours()
    {
        await using var host = await StartAsync(18, "null", "true");
        (await host.GetAsync("state", "anon")).Expect(HttpStatusCode.OK);
        await host.Database.ExecuteAsAdminAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.GetAsync("state", "anon")).Status);
        (await host.GetAsync("state", "anon")).Expect(HttpStatusCode.OK);
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Nothing_is_left_in_a_database_that_was_made_before_the_function_either(int major)
    {
        await using var host = await StartAsync(major, "perform set_config('app.secret', 'of a', false), pg_advisory_lock(7)", "coalesce(current_setting('app.secret', true), '') = '' and not exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())");
        await host.Database.ExecuteAsAdminAsync("drop function kolaybase.reset_session()");
        await host.SendAsync("POST", "calls", "service_role", "{}");

        Assert.Equal("""[{"gone":true}]""", (await host.GetAsync("state", "anon")).Expect(HttpStatusCode.OK).Body);
    }

    private static Task<RestHost> StartAsync(int major, string leak, string gone, int connections = 1) => RestHost.StartAsync(
        major,
        $"""
        create sequence numbers; grant usage on sequence numbers to anon, service_role;
        create function has_last_value() returns boolean language plpgsql as $$ begin perform lastval(); return true; exception when object_not_in_prerequisite_state then return false; end $$;
        create function keep() returns void language plpgsql security definer as $$ begin create temp table kept (id int); end $$;
        grant execute on function has_last_value(), keep() to anon, service_role;
        create table calls (id int, leak text);
        create function leak() returns trigger language plpgsql as $$ begin {leak}; new.leak := 'done'; return new; end $$;
        create trigger leak before insert on calls for each row execute function leak();
        create view state as select {gone} as gone; grant select on state to anon;
        """,
        connections);
}
