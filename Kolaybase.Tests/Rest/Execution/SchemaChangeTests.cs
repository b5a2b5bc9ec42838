using System.Net;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

public class SchemaChangeTests
{
    [Fact]
    public async Task A_function_that_raises_our_own_SQLSTATE_is_told_as_its_own_error_and_runs_once()
    {
        await using var host = await RestHost.StartAsync(15, """
            create sequence runs;
            create function fake() returns int language plpgsql as $$ begin perform nextval('runs'); raise exception 'mine' using errcode = 'KB409'; end $$;
            grant execute on function fake to service_role; grant usage on sequence runs to service_role;
            """);

        var answer = await host.SendAsync("POST", "rpc/fake", body: "{}");

        Assert.Equal((400, "KB409", "mine"), (answer.Error.Status, answer.Error.Code, answer.Message));
        Assert.Equal(1, await host.Database.ScalarAsync<long>("select last_value from runs"));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_request_after_a_change_is_answered_by_the_new_schema(int major)
    {
        await using var host = await RestHost.StartAsync(major, "create table a (id int); insert into a values (1);");
        Assert.Equal("""[{"id":1}]""", (await host.GetAsync("a")).Body);

        await host.Database.ExecuteAsync("alter table a add column name text default 'new'");
        Assert.Equal("""[{"id":1,"name":"new"}]""", (await host.GetAsync("a")).Body);

        await host.Database.ExecuteAsync("alter table a rename column name to title");
        Assert.Equal("""[{"title":"new"}]""", (await host.GetAsync("a?select=title&title=eq.new")).Body);
        Assert.Equal((400, "42703"), (await host.GetAsync("a?select=name")).Error);

        await host.Database.ExecuteAsync("alter table a alter column id type text");
        Assert.Equal("""[{"id":"1"}]""", (await host.GetAsync("a?select=id")).Body);

        await host.Database.ExecuteAsync("alter table a rename to b");
        Assert.Equal((404, "PGRST205"), (await host.GetAsync("a")).Error);
        Assert.Equal("""[{"id":"1"}]""", (await host.GetAsync("b?select=id")).Body);

        await host.Database.ExecuteAsync("drop table b");
        Assert.Equal((404, "PGRST205"), (await host.GetAsync("b")).Error);
    }

    [Fact]
    public async Task A_new_table_and_a_new_column_are_found_at_once()
    {
        await using var host = await RestHost.StartAsync(18);
        Assert.Equal((404, "PGRST205"), (await host.GetAsync("fresh")).Error);

        await host.Database.ExecuteAsync("create table fresh (id int)");
        Assert.Equal(HttpStatusCode.Created, (await host.SendAsync("POST", "fresh", body: """{"id":1}""")).Status);
        Assert.Equal((400, "PGRST204"), (await host.SendAsync("POST", "fresh", body: """{"id":1,"name":"x"}""")).Error);

        await host.Database.ExecuteAsync("alter table fresh add column name text");
        Assert.Equal("""[{"id":1,"name":"x"}]""", (await host.SendAsync("POST", "fresh", body: """{"id":1,"name":"x"}""", prefer: "return=representation")).Body);
    }

    [Fact]
    public async Task A_write_that_met_a_changed_schema_happens_once()
    {
        await using var host = await RestHost.StartAsync(18, "create table a (id int)");
        await host.GetAsync("a");

        await host.Database.ExecuteAsync("alter table a add column at timestamptz default now()");
        Assert.Equal(HttpStatusCode.Created, (await host.SendAsync("POST", "a", body: """{"id":1}""")).Status);

        Assert.Equal(1, await host.Database.ScalarAsync<long>("select count(*) from a"));
    }

    [Fact]
    public async Task A_known_schema_costs_one_connection_a_request_and_a_malformed_request_none()
    {
        await using var host = await RestHost.StartAsync(18, "create table a (id int)");
        await host.GetAsync("a");
        var opened = host.Database.Opened;

        await host.GetAsync("a");
        Assert.Equal(opened + 1, host.Database.Opened);

        await host.GetAsync("a?id=nonsense");
        await host.SendAsync("DELETE", "a");
        await host.SendAsync("POST", "a", body: "[");
        Assert.Equal(opened + 1, host.Database.Opened);
    }

    [Fact]
    public async Task An_unknown_name_costs_one_look_at_the_version()
    {
        await using var host = await RestHost.StartAsync(18, "create table a (id int)");
        await host.GetAsync("a");
        var opened = host.Database.Opened;

        await host.GetAsync("unknown");

        Assert.Equal(opened + 1, host.Database.Opened);
    }

    [Fact]
    public async Task Requests_keep_being_right_while_the_schema_changes_under_them()
    {
        await using var host = await RestHost.StartAsync(18, "create table a (id int); insert into a values (1);");
        using var done = new CancellationTokenSource();
        var changes = Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                await host.Database.ExecuteAsync(i % 2 == 0 ? "alter table a add column extra int" : "alter table a drop column extra");
            }
        }, TestContext.Current.CancellationToken);

        for (var i = 0; i < 60; i++)
        {
            var answer = await host.GetAsync("a");
            Assert.True(
                answer.Body is """[{"id":1}]""" or """[{"id":1,"extra":null}]""" || answer is { Status: HttpStatusCode.ServiceUnavailable },
                $"{answer.Status} {answer.Body}");
        }

        await done.CancelAsync();
        await changes;
    }
}
