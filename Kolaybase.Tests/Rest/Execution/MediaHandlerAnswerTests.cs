using System.Net;
using Kolaybase.Tests.Conformance.Support;
using Kolaybase.Tests.Rest.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>Forms of rows that a project makes itself.</summary>
public class MediaHandlerAnswerTests
{
    private const string Sql = """
        create table lines (id int primary key, name text);
        create table others (id int primary key, name text);
        create table plain (id int primary key);
        insert into lines values (1, 'one'), (2, 'two'), (3, 'three');
        insert into others values (1, 'other');
        insert into plain values (1);
        create domain "application/vnd.list" as text;
        create domain "application/vnd.raw" as bytea;
        create domain "application/vnd.geo+json" as jsonb;
        create domain "application/json" as json;
        create domain "*/*" as bytea;
        create domain "pg/outfunc" as text;

        create function list_step(state "application/vnd.list", next lines) returns "application/vnd.list" immutable language sql as
            $$ select (coalesce(state || ',', '') || next.id || ':' || next.name)::"application/vnd.list" $$;
        create aggregate list_agg(lines) (sfunc = list_step, stype = "application/vnd.list");
        create function raw_step(state "application/vnd.raw", next lines) returns "application/vnd.raw" immutable language sql as
            $$ select (coalesce(state, '') || decode(lpad(to_hex(next.id), 2, '0'), 'hex'))::"application/vnd.raw" $$;
        create aggregate raw_agg(lines) (sfunc = raw_step, stype = "application/vnd.raw");
        create function geo_step(state "application/vnd.geo+json", next anyelement) returns "application/vnd.geo+json" immutable language plpgsql as
            $$ begin return (state || to_jsonb(next))::"application/vnd.geo+json"; end $$;
        create aggregate geo_agg(anyelement) (sfunc = geo_step, stype = "application/vnd.geo+json", initcond = '[]');
        create function out_step(state text, next anyelement) returns text immutable language plpgsql as $$ begin return state || next::text || e'\n'; end $$;
        create function out_final(state text) returns "pg/outfunc" immutable language sql as $$ select state::"pg/outfunc" $$;
        create aggregate out_agg(anyelement) (sfunc = out_step, stype = text, finalfunc = out_final, initcond = '');
        create function json_step(state "application/json", next others) returns "application/json" immutable language sql as $$ select '{"overridden": true}'::"application/json" $$;
        create aggregate json_agg_of_others(others) (sfunc = json_step, stype = "application/json");
        create function any_step(state "*/*", next plain) returns "*/*" language plpgsql as $$
            begin
                perform set_config('response.headers', '[{"Content-Type": "app/mine"}]', true);
                return convert_to('mine', 'utf8')::"*/*";
            end $$;
        create aggregate any_agg(plain) (sfunc = any_step, stype = "*/*");
        create function get_lines(from_id int default 0) returns setof lines stable language sql as $$ select * from lines where id >= from_id order by id $$;
        create function get_pairs() returns table (a int, b int) immutable language sql as $$ values (1, 2), (3, 4) $$;
        grant all on all tables in schema public to service_role;
        grant execute on all functions in schema public to service_role;
        """;

    [Theory, Majors]
    public async Task Rows_of_a_table_become_what_its_aggregate_makes_of_them(int major)
    {
        await using var host = await RestHost.StartAsync(major, Sql);

        await CheckAsync(
            host,
            Get("lines?order=id.desc").Accept("application/vnd.list").GivesText("3:three,2:two,1:one").Has("Content-Type", "application/vnd.list").Range("0-2/*").Has("Content-Length", "19"),
            Get("lines?id=gt.1&order=id&limit=1").Accept("application/vnd.list").Prefer("count=exact").GivesText("2:two", 206).Range("0-0/2"),
            Get("lines?id=eq.99").Accept("application/vnd.list").GivesText("").Range("*/*"),
            Get("lines?order=id").Accept("application/vnd.raw, */*").GivesText("\u0001\u0002\u0003").Has("Content-Type", "application/vnd.raw"),
            Head("lines").Accept("application/vnd.list").Has("Content-Type", "application/vnd.list").Range("0-2/*"),
            Get("lines?select=id").Accept("application/vnd.list").Refused(406, "PGRST107", "None of these media types are available: application/vnd.list"),
            Get("lines?select=*,id").Accept("application/vnd.list").RefusedAs(406, "PGRST107"),
            Get("others").Accept("application/vnd.list").RefusedAs(406, "PGRST107"));
    }

    [Theory, Majors]
    public async Task An_aggregate_of_anything_takes_what_is_selected(int major)
    {
        await using var host = await RestHost.StartAsync(major, Sql);

        await CheckAsync(
            host,
            Get("lines?id=lt.3&order=id").Accept("pg/outfunc").GivesText("(1,one)\n(2,two)\n").Has("Content-Type", "pg/outfunc"),
            Get("lines?id=lt.3&order=id&select=name,id").Accept("pg/outfunc").GivesText("(one,1)\n(two,2)\n"),
            Get("lines?id=eq.99").Accept("pg/outfunc").GivesText(""),
            Get("lines?id=eq.1").Accept("application/vnd.geo+json").GivesText("""[{"id": 1, "name": "one"}]"""),
            Get("rpc/get_pairs").Accept("pg/outfunc").GivesText("(1,2)\n(3,4)\n"));
    }

    [Theory, Majors]
    public async Task What_is_made_for_a_table_goes_before_what_everybody_gets(int major)
    {
        await using var host = await RestHost.StartAsync(major, Sql);

        await CheckAsync(
            host,
            Get("others").Accept("application/json").GivesText("""{"overridden": true}""").Has("Content-Type", "application/json; charset=utf-8"),
            Get("others").GivesText("""[{"id":1,"name":"other"}]"""),
            Get("others?select=id").Accept("application/json").GivesText("""[{"id":1}]"""),
            Get("others").Accept("application/vnd.pgrst.object+json").GivesText("""{"id":1,"name":"other"}"""),
            Get("plain").GivesText("mine").Has("Content-Type", "app/mine"),
            Get("plain").Accept("image/png").GivesText("mine"));
    }

    [Theory, Majors]
    public async Task Rows_of_a_function_are_those_of_its_table(int major)
    {
        await using var host = await RestHost.StartAsync(major, Sql);

        await CheckAsync(
            host,
            Get("rpc/get_lines").Accept("application/vnd.list").GivesText("1:one,2:two,3:three").Range("0-2/*"),
            Post("rpc/get_lines?limit=1", """{"from_id":2}""").Accept("application/vnd.list").Prefer("count=exact").GivesText("2:two", 206).Range("0-0/2"),
            Get("rpc/get_lines?select=id").Accept("application/vnd.list").RefusedAs(406, "PGRST107"));
    }

    [Theory, Majors]
    public async Task A_handler_that_is_made_or_dropped_is_seen_at_once(int major)
    {
        await using var host = await RestHost.StartAsync(major, "create table t (id int); grant select on t to service_role");
        await CheckAsync(host, Get("t").Accept("text/mine").RefusedAs(406, "PGRST107"));

        await host.Database.ExecuteAsync("""
            create domain "text/mine" as text;
            create function step(state "text/mine", next t) returns "text/mine" immutable language sql as $$ select '' $$;
            create aggregate mine(t) (sfunc = step, stype = "text/mine", initcond = 'mine');
            grant execute on function mine(t), step("text/mine", t) to service_role
            """);
        await CheckAsync(host, Get("t").Accept("text/mine").GivesText("mine"));

        await host.Database.ExecuteAsync("drop aggregate mine(t)");
        await CheckAsync(host, Get("t").Accept("text/mine").RefusedAs(406, "PGRST107"));
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("t")).Status);
    }

    private static Task CheckAsync(RestHost host, params Exchange[] exchanges) => Exchanges.CheckAsync(host, null, exchanges);
}
