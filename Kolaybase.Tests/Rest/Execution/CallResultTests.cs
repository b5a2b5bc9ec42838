using Kolaybase.Tests.Conformance.Support;
using Kolaybase.Tests.Rest.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>What functions return, and what can be asked of it.</summary>
public class CallResultTests
{
    [Theory, Majors]
    public async Task Every_kind_of_result_has_its_shape(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);

        await CheckAsync(
            host,
            Post("rpc/add_them", """{"a":1,"b":2}""").GivesText("3").Range("0-0/*").Has("Content-Type", "application/json; charset=utf-8"),
            Get("rpc/ret_array").GivesText("[1,2,3]"),
            Get("rpc/ret_setof_integers").GivesText("[1,2,3]").Range("0-2/*"),
            Get("rpc/ret_enum?val=ok").GivesText("\"ok\""),
            Get("rpc/ret_domain?val=8").GivesText("8"),
            Get("rpc/ret_range?low=10&up=20").GivesText("\"[10,20)\""),
            Get("rpc/ret_null").GivesText("null"),
            Get("rpc/ret_json").GivesText("""{"a": null, "b": [1]}"""),
            Post("rpc/ret_void").GivesNothing(204).Lacks("Content-Type").Range("0-0/*"),
            Get("rpc/ret_void").GivesNothing(204),
            Get("rpc/ret_point").GivesText("""{"x":10,"y":5}"""),
            Get("rpc/ret_record").Gives("""{"id":1,"name":"Windows 7"}"""),
            Get("rpc/ret_setof_record").Gives("""[{"id":1,"name":"Windows 7"},{"id":2,"name":"Windows 10"}]"""),
            Get("rpc/ret_table").Gives("""[{"a":"A","b":1},{"a":"B","b":2}]"""),
            Get("rpc/ret_column").Gives("""[{"a":"A"}]"""),
            Get("rpc/test").Gives("""[{"test":"hello","value":1}]"""),
            Get("rpc/single_out?num=5").Gives("""{"num_plus_one":6}"""),
            Get("rpc/single_inout?num=2").Gives("""{"num":3}"""),
            Get("rpc/many_inout?num=1&str=two").Gives("""{"num":1,"str":"two","b":true}"""),
            Get("rpc/single_project?id=1").Gives("""{"id":1,"name":"Windows 7","client_id":1}"""),
            Get("rpc/single_project?id=99").Gives("""{"id":null,"name":null,"client_id":null}"""),
            Get("rpc/getproject?id=1").Gives("""[{"id":1,"name":"Windows 7","client_id":1}]"""),
            Get("rpc/getproject?id=99").GivesText("[]").Range("*/*"));
    }

    [Theory, Majors]
    public async Task Rows_are_filtered_selected_ordered_and_paged(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);

        await CheckAsync(
            host,
            Get("rpc/getallprojects?id=gt.1&id=lt.5&select=id").Gives("""[{"id":2},{"id":3},{"id":4}]"""),
            Post("rpc/getallprojects?id=gt.1&id=lt.5&select=id&limit=2&offset=1", "{}").Gives("""[{"id":3},{"id":4}]""").Range("1-2/*"),
            Get("rpc/getallprojects?select=id&order=name.desc&limit=2").Gives("""[{"id":1},{"id":2}]"""),
            Get("rpc/below?id=5&id=gt.2&select=id").Gives("""[{"id":3},{"id":4}]"""),
            Get("rpc/below?id=5&id=not.in.(1,3)&select=id").Gives("""[{"id":2},{"id":4}]"""),
            Get("rpc/getallprojects?or=(id.eq.1,name.eq.IOS)&select=n:name").Gives("""[{"n":"Windows 7"},{"n":"IOS"}]"""),
            Get("rpc/ret_table?a=eq.B&select=b::text").Gives("""[{"b":"2"}]"""),
            Get("rpc/ret_point?select=y").Gives("""{"y":5}"""),
            Get("rpc/ret_point?x=eq.0").GivesText("null"),
            Get("rpc/ret_setof_integers?order=pgrst_scalar.desc&limit=2").GivesText("[3,2]"),
            Get("rpc/getallprojects?select=client_id,count()&order=client_id").Gives("""[{"client_id":1,"count":2},{"client_id":2,"count":2},{"client_id":null,"count":1}]"""),
            Get("rpc/getallprojects?select=id,title&id=eq.3").Gives("""[{"id":3,"title":"3 IOS"}]"""),
            Get("rpc/getallprojects?select=nope").Refused(400, "42703", "column getallprojects.nope does not exist"),
            Get("rpc/add_them?a=1&b=2&select=nope").RefusedAs(400, "42703"));
    }

    [Theory, Majors]
    public async Task Rows_of_an_exposed_relation_embed(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);

        await CheckAsync(
            host,
            Get("rpc/getproject?id=1&select=id,client:clients(id),tasks(id)").Gives("""[{"id":1,"client":{"id":1},"tasks":[{"id":1},{"id":2}]}]"""),
            Post("rpc/getproject?select=id,clients(name)", """{"id":3}""").Gives("""[{"id":3,"clients":{"name":"Apple"}}]"""),
            Get("rpc/single_project?id=3&select=id,tasks(name)").Gives("""{"id":3,"tasks":[{"name":"Design IOS"}]}"""),
            Get("rpc/domain_projects?select=id,clients(name)&id=lte.2").Gives("""[{"id":1,"clients":{"name":"Microsoft"}},{"id":2,"clients":{"name":"Microsoft"}}]"""),
            Get("rpc/getallprojects?select=id,clients!inner(name)&clients.name=eq.Apple").Gives("""[{"id":3,"clients":{"name":"Apple"}},{"id":4,"clients":{"name":"Apple"}}]"""),
            Get("rpc/getallprojects?select=id,...clients(client:name)&id=eq.1").Gives("""[{"id":1,"client":"Microsoft"}]"""),
            Get("rpc/getallprojects?select=id&order=clients(name),id&limit=1&select=id,clients()").RefusedAs(400, "PGRST108"),
            Get("rpc/getallprojects?select=id,clients(name)&tasks.id=eq.1").RefusedAs(400, "PGRST108"),
            Get("rpc/ret_table?select=a,clients(name)").RefusedAs(400, "PGRST200"));
    }

    [Theory, Majors]
    public async Task Counts_and_ranges_are_those_of_the_rows(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);

        await CheckAsync(
            host,
            Get("rpc/getallprojects?limit=1&offset=1&select=id").Prefer("count=exact").Gives("""[{"id":2}]""", 206).Range("1-1/5").Applied("count=exact"),
            Post("rpc/getallprojects?limit=1&offset=1&select=id", "{}").Prefer("count=exact").Gives("""[{"id":2}]""", 206).Range("1-1/5"),
            Get("rpc/getallprojects?select=id&id=lt.3").Prefer("count=exact").Gives("""[{"id":1},{"id":2}]""").Range("0-1/2"),
            Get("rpc/getallprojects?select=id&id=gt.99").Prefer("count=exact").GivesText("[]").Range("*/0"),
            Get("rpc/getallprojects?limit=0").Prefer("count=exact").GivesText("[]", 206).Range("*/5"),
            Get("rpc/getallprojects?offset=6").Prefer("count=exact").Refused(
                416, "PGRST103", "Requested range not satisfiable", "An offset of 6 was requested, but there are only 5 rows."),
            Get("rpc/getallprojects?select=id,clients!inner(id)&clients.id=eq.1").Prefer("count=exact").Gives("""[{"id":1,"clients":{"id":1}},{"id":2,"clients":{"id":1}}]""").Range("0-1/2"),
            Get("rpc/getallprojects?select=id,title&id=eq.3").Prefer("count=exact").Gives("""[{"id":3,"title":"3 IOS"}]""").Range("0-0/1"),
            Get("rpc/add_them?a=3&b=4").Prefer("count=exact").GivesText("7").Range("0-0/1"),
            Get("rpc/ret_setof_integers?limit=2").Prefer("count=exact").GivesText("[1,2]", 206).Range("0-1/3"),
            Get("rpc/ret_point").Prefer("count=exact").GivesText("""{"x":10,"y":5}""").Range("0-0/1"),
            Post("rpc/ret_void").Prefer("count=exact").GivesNothing(204).Range("0-0/1"),
            Get("rpc/getallprojects?select=id").With("Range", "1-1").Gives("""[{"id":2}]""").Range("1-1/*"),
            Get("rpc/getallprojects?select=id").With("Range", "1-1").Prefer("count=exact").Gives("""[{"id":2}]""", 206).Range("1-1/5"),
            Post("rpc/getallprojects?select=id&id=lt.3", "{}").With("Range", "1-1").Gives("""[{"id":1},{"id":2}]""").Range("0-1/*"),
            Post("rpc/getallprojects?select=id&id=lt.3", "{}").With("Range", "9-1").Gives("""[{"id":1},{"id":2}]"""));
    }

    [Theory, Majors]
    public async Task A_head_is_the_same_without_a_body(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);

        await CheckAsync(
            host,
            Head("rpc/getallprojects?limit=1&offset=1").Range("1-1/*").Has("Content-Type", "application/json; charset=utf-8"),
            Head("rpc/getallprojects?limit=1&offset=1").Prefer("count=exact").GivesNothing(206).Range("1-1/5"),
            Head("rpc/getallprojects?select=*,clients!inner(*)&clients.id=eq.1").Prefer("count=exact").Range("0-1/2"),
            Head("rpc/getallprojects").With("Range", "1-1").Range("0-4/*"),
            Head("rpc/add_them?a=1&b=2").Range("0-0/*"),
            Head("rpc/ret_void").GivesNothing(204).Lacks("Content-Type"),
            Head("rpc/getallprojects").Accept("text/csv").Has("Content-Type", "text/csv; charset=utf-8"),
            Head("rpc/getallprojects").Accept("application/vnd.pgrst.object+json").GivesNothing(406),
            Head("rpc/write_log?line=x").GivesNothing(405),
            Head("rpc/nothing_there").GivesNothing(404));
    }

    [Theory, Majors]
    public async Task Rows_are_capped_by_role_and_large_results_stream(int major)
    {
        await using var host = await RestHost.StartAsync(
            major,
            "create function many(n int) returns setof int stable language sql as $$ select generate_series(1, n) $$; create function one() returns int stable language sql as $$ select 1 $$; grant execute on all functions in schema public to anon",
            settings: [("RowCap", 3), ("WholeAnswerBytes", 1000)]);

        await CheckAsync(
            host,
            Get("rpc/many?n=9").As("anon").GivesText("[1,2,3]").Range("0-2/*"),
            Get("rpc/many?n=9").As("anon").Prefer("count=exact").GivesText("[1,2,3]", 206).Range("0-2/9"),
            Get("rpc/one").As("anon").GivesText("1"),
            Get("rpc/many?n=2000").Prefer("count=exact").GivesText($"[{string.Join(',', Enumerable.Range(1, 2000))}]").Range("0-1999/2000"),
            Post("rpc/many", """{"n":2000}""").GivesText($"[{string.Join(',', Enumerable.Range(1, 2000))}]"));
    }

    private static Task CheckAsync(RestHost host, params Exchange[] exchanges) => Exchanges.CheckAsync(host, null, exchanges);
}
