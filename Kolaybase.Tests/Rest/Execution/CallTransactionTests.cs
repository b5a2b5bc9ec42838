using System.Diagnostics;
using System.Net;
using Kolaybase.Tests.Conformance.Support;
using Kolaybase.Tests.Rest.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>What a call may do, how long it may take, and what undoes it.</summary>
public class CallTransactionTests
{
    [Theory, Majors]
    public async Task A_call_writes_once_and_only_where_it_may(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);

        await CheckAsync(
            host,
            Get("rpc/write_log?line=x").Refused(405, "25006", "cannot execute INSERT in a read-only transaction"),
            Post("rpc/sneaky").RefusedAs(405, "25006"),
            Post("rpc/write_log", """{"line":"a"}""").GivesText("1"),
            Post("rpc/write_log", """{"line":"b"}""").Prefer("count=exact").GivesText("2").Range("0-0/1"),
            Post("rpc/write_log?select=pgrst_scalar&pgrst_scalar=gt.0&order=pgrst_scalar", """{"line":"c"}""").GivesText("3"),
            Post("rpc/write_void").GivesNothing(204),
            Post("rpc/write_many?order=id&limit=1&select=line", """{"n":2}""").Gives("""[{"line":"1"}]"""),
            Post("rpc/write_many?limit=0&select=line", """{"n":2}""").Prefer("count=exact").GivesText("[]", 206).Range("*/2"),
            Get("rpc/log_count").GivesText("8"));
    }

    [Fact]
    public async Task What_a_call_has_written_is_told_also_when_the_page_lies_beyond_it()
    {
        await using var host = await RestHost.StartAsync(15, CallSchema.Sql);

        await CheckAsync(
            host,
            Post("rpc/write_many?offset=5&select=line", """{"n":2}""").Prefer("count=exact").GivesText("[]", 206).Range("*/2"),
            Post("rpc/write_void?offset=5").Prefer("count=exact").GivesNothing(204),
            Get("rpc/log_count").GivesText("3"));
    }

    [Theory, Majors]
    public async Task More_rows_than_allowed_undo_the_call(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);

        await CheckAsync(
            host,
            Post("rpc/write_many", """{"n":15}""").Prefer("handling=strict, max-affected=10").Refused(
                400, "PGRST124", "Query result exceeds max-affected preference constraint", "The query affects 15 rows"),
            Get("rpc/log_count").GivesText("0"),
            Post("rpc/write_many?select=line", """{"n":2}""").Prefer("handling=strict, max-affected=10").Gives("""[{"line":"1"},{"line":"2"}]""").Applied("handling=strict, max-affected=10"),
            Post("rpc/write_many?select=line", """{"n":2}""").Prefer("handling=strict, max-affected=10, count=exact").Gives("""[{"line":"1"},{"line":"2"}]""").Range("0-1/2"),
            Post("rpc/write_many?select=line&limit=1", """{"n":2}""").Prefer("max-affected=1").Gives("""[{"line":"1"}]"""),
            Post("rpc/write_void").Prefer("handling=strict, max-affected=20").Refused(
                400, "PGRST128", "Function must return SETOF or TABLE when max-affected preference is used with handling=strict"),
            Get("rpc/log_count").GivesText("6"));
    }

    [Theory, Majors]
    public async Task Another_number_of_rows_than_the_one_that_is_wanted_undoes_the_call(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);
        const string Singular = "application/vnd.pgrst.object+json";

        await CheckAsync(
            host,
            Post("rpc/write_many", """{"n":2}""").Accept(Singular).Refused(406, "PGRST116", "Cannot coerce the result to a single JSON object", "The result contains 2 rows"),
            Post("rpc/write_many", """{"n":0}""").Accept(Singular).Refused(406, "PGRST116", "Cannot coerce the result to a single JSON object", "The result contains 0 rows"),
            Post("rpc/write_many?line=eq.x", """{"n":2}""").Accept(Singular).Prefer("count=exact").RefusedAs(406, "PGRST116"),
            Get("rpc/log_count").GivesText("0"),
            Post("rpc/write_many?select=line", """{"n":1}""").Accept(Singular).Gives("""{"line":"1"}""").Has("Content-Type", "application/vnd.pgrst.object+json; charset=utf-8"),
            Post("rpc/write_many?line=eq.2&select=line", """{"n":2}""").Accept(Singular).Prefer("count=exact").Gives("""{"line":"2"}""").Range("0-0/1"),
            Get("rpc/getallprojects").Accept(Singular).Refused(406, "PGRST116", "Cannot coerce the result to a single JSON object", "The result contains 5 rows"),
            Get("rpc/getallprojects?id=eq.99").Accept(Singular).Prefer("count=exact").Refused(406, "PGRST116", "Cannot coerce the result to a single JSON object", "The result contains 0 rows"),
            Get("rpc/getproject?id=1&select=id").Accept(Singular).Gives("""{"id":1}"""),
            Get("rpc/ret_setof_integers").Accept(Singular).RefusedAs(406, "PGRST116"),
            Get("rpc/ret_setof_integers?limit=1").Accept(Singular).GivesText("1"),
            Get("rpc/add_them?a=1&b=2").Accept(Singular).GivesText("3"),
            Post("rpc/write_log", """{"line":"x"}""").Accept(Singular).Answers(200),
            Post("rpc/write_void").Accept(Singular).GivesNothing(204));
    }

    [Theory, Majors]
    public async Task A_functions_own_timeout_holds_for_its_call_up_to_the_service_roles(int major)
    {
        await using var host = await RestHost.StartAsync(
            major, CallSchema.Sql, settings: [("AnonStatementMilliseconds", 200), ("ServiceStatementMilliseconds", 2_000)]);

        await CheckAsync(
            host,
            Post("rpc/nap", """{"seconds":5}""").As("anon").RefusedAs(500, "57014"),
            Post("rpc/short_nap", """{"seconds":5}""").RefusedAs(500, "57014"),
            Post("rpc/long_nap", """{"seconds":0.4}""").As("anon").GivesText("1"),
            Get("rpc/endless_nap?seconds=0.4").As("anon").GivesText("\"slept\""));
        var started = Stopwatch.GetTimestamp();
        await CheckAsync(host, Post("rpc/endless_nap", """{"seconds":30}""").As("anon").RefusedAs(500, "57014"));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(20));
    }

    [Theory, Majors]
    public async Task A_functions_own_isolation_holds_for_its_call_and_no_longer(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql, connections: 1);

        await CheckAsync(
            host,
            Post("rpc/isolation").GivesText("\"read committed\""),
            Post("rpc/isolated").GivesText("\"serializable\""),
            Get("rpc/isolated").GivesText("\"serializable\""),
            Post("rpc/isolation").GivesText("\"read committed\""));
    }

    [Theory, Majors]
    public async Task A_function_that_is_made_replaced_or_dropped_is_seen_at_once(int major)
    {
        await using var host = await RestHost.StartAsync(major);
        Assert.Equal("PGRST202", (await host.GetAsync("rpc/f")).Error.Code);

        await host.Database.ExecuteAsync("create function f() returns int language sql as 'select 1'");
        Assert.Equal("1", (await host.GetAsync("rpc/f")).Expect(HttpStatusCode.OK).Body);

        await host.Database.ExecuteAsync("drop function f(); create function f() returns setof text language sql as $$ values ('a') $$");
        Assert.Equal("""["a"]""", (await host.GetAsync("rpc/f")).Expect(HttpStatusCode.OK).Body);

        await host.Database.ExecuteAsync("create function f(a int, b int default 1) returns int language sql as 'select a + b'; create function f(a text) returns int language sql as 'select 1'");
        Assert.Equal((300, "PGRST203"), (await host.GetAsync("rpc/f?a=1")).Error);

        await host.Database.ExecuteAsync("drop function f(text)");
        Assert.Equal("2", (await host.GetAsync("rpc/f?a=1")).Expect(HttpStatusCode.OK).Body);

        await host.Database.ExecuteAsync("drop function f(int, int)");
        Assert.Equal("PGRST202", (await host.GetAsync("rpc/f?a=1")).Error.Code);
    }

    private static Task CheckAsync(RestHost host, params Exchange[] exchanges) => Exchanges.CheckAsync(host, null, exchanges);
}
