using System.Text.Json;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

public class RowsTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Pages_are_sorted_searched_and_counted(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("""
            create table t (id int primary key, grp int, txt text);
            insert into t select g, g % 3, case g when 50 then '100% _sure\' else 'Row ' || g end from generate_series(1, 120) g;
            grant all on t to service_role;
            """);

        var first = await project.ExpectAsync(200, "GET", "/t/rows");
        Assert.Equal((50, 120, false, 1, 50, 3), (first.GetProperty("rows").GetArrayLength(), first.GetProperty("total").GetInt64(), first.GetProperty("totalIsEstimate").GetBoolean(), first.GetProperty("page").GetInt32(), first.GetProperty("limit").GetInt32(), first.GetProperty("totalPages").GetInt64()));
        Assert.Equal("""{"id":1,"grp":1,"txt":"Row 1"}""", first.GetProperty("rows")[0].GetRawText());

        Assert.Equal("21,24", Ids(await project.ExpectAsync(200, "GET", "/t/rows?orderBy=grp&page=4&limit=2&search=ROW&orderDir=asc")));
        Assert.Equal("2,5,8", Ids(await project.ExpectAsync(200, "GET", "/t/rows?orderBy=grp&orderDir=desc&limit=3")));
        Assert.Equal("120,119", Ids(await project.ExpectAsync(200, "GET", "/t/rows?orderDir=desc&limit=2")));
        Assert.Equal("50", Ids(await project.ExpectAsync(200, "GET", "/t/rows?search=" + Uri.EscapeDataString("0% _SURE\\"))));
        Assert.Equal("12,112,120", Ids(await project.ExpectAsync(200, "GET", "/t/rows?search=12")));
        Assert.Empty(Ids(await project.ExpectAsync(200, "GET", "/t/rows?search=" + Uri.EscapeDataString("'; drop table t; --"))));

        var beyond = await project.ExpectAsync(200, "GET", "/t/rows?page=99");
        Assert.Equal((0, 120), (beyond.GetProperty("rows").GetArrayLength(), beyond.GetProperty("total").GetInt64()));

        foreach (var query in new[] { "page=0", "page=-1", "page=x", "page=1&page=2", "page=99999999999999999999", "limit=0", "limit=1001", "limit=1.5", "orderDir=up", "search=" + new string('x', 501) })
        {
            await project.RefusedAsync(400, "KB003", "GET", "/t/rows?" + query);
        }

        Assert.Equal("Perhaps you meant the column \"grp\".", (await project.RefusedAsync(400, "42703", "GET", "/t/rows?orderBy=gpr")).Hint);
        foreach (var column in new[] { "id; drop table t", "id desc", "(select 1)", "1", "ctid" })
        {
            await project.RefusedAsync(400, "42703", "GET", "/t/rows?orderBy=" + Uri.EscapeDataString(column));
        }
    }

    [Fact]
    public async Task JSON_in_a_row_may_be_as_deep_as_in_the_data_API()
    {
        var project = await hosts.ProjectAsync(15);
        await project.SqlAsync("create table t (id int primary key, j jsonb); grant all on t to service_role");
        // The row is the first level.
        static string Nested(int levels) => new string('[', levels - 1) + new string(']', levels - 1);
        var (deepest, deeper) = (Nested(64), Nested(65));

        await project.ExpectAsync(201, "POST", "/t/rows", $$"""{"id": 1, "j": {{deepest}}}""");
        Assert.Equal(201, (await project.RestAsync("POST", "/t", $$"""{"id": 2, "j": {{deepest}}}""", Caller.Service)).Status);
        await project.ExpectAsync(200, "PUT", "/t/rows", $$$"""{"pkWhere": {"id": 1}, "data": {"j": {{{Nested(63)}}}}}""");
        var refusal = await project.RefusedAsync(400, "KB606", "POST", "/t/rows", $$"""{"id": 3, "j": {{deeper}}}""");
        Assert.Equal("The JSON is nested deeper than 64 levels.", refusal.Message);
        Assert.Equal(refusal.Message.TrimEnd('.'), (await project.RestAsync("POST", "/t", $$"""{"id": 3, "j": {{deeper}}}""", Caller.Service)).Json.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("/t/rows?page=abc", "The parameter \"page\" must be a whole number.")]
    [InlineData("/t/rows?limit=", "The parameter \"limit\" must be a whole number.")]
    [InlineData("/t/rows?page=1&page=2", "The parameter \"page\" is given more than once; it takes one value.")]
    [InlineData("/t/rows?orderBy=id&orderBy=j", "The parameter \"orderBy\" is given more than once; it takes one value.")]
    [InlineData("?schema=a&schema=b", "The parameter \"schema\" is given more than once; it takes one value.")]
    [InlineData("/t/columns?schema=public&schema=public", "The parameter \"schema\" is given more than once; it takes one value.")]
    public async Task A_parameter_that_makes_no_sense_is_told_by_its_name(string path, string message)
    {
        var project = await hosts.ProjectAsync(15);
        Assert.Equal(message, (await project.RefusedAsync(400, "KB003", "GET", path)).Message);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Values_are_as_the_database_writes_them(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var deep = new string('[', 500) + new string(']', 500);
        await project.SqlAsync("""
            create type pair as (a int, b text);
            create table t (id bigint primary key, n numeric, j json, b jsonb, a int[][], f float8, ts timestamptz, by bytea, p pair, r int4range, x xml, t text);
            """);
        await project.SqlAsync("""
            insert into t values (9223372036854775807, 12345678901234567890.1234567890, '{"b":1,  "a":2}', '{"b":1, "a":2}', '{{1,2},{3,4}}', 'NaN', '2020-01-01T00:00:00+02', '\x00ff', (1, 'x'), '[1,3)', '<a/>', E'ü\u0001"');
            insert into t (id, j) values (1, 'DEEP');
            grant all on t to service_role;
            """.Replace("DEEP", deep, StringComparison.Ordinal));
        var expected = (string)(await project.ValueAsync("select string_agg(to_json(t.*)::text, ',' order by id) from t"))!;

        var answer = await project.CallAsync("GET", "/t/rows");

        Assert.Equal(200, answer.Status);
        Assert.Contains("9223372036854775807", answer.Text, StringComparison.Ordinal);
        Assert.Contains("12345678901234567890.1234567890", answer.Text, StringComparison.Ordinal);
        Assert.Contains("{\"b\":1,  \"a\":2}", answer.Text, StringComparison.Ordinal);
        Assert.StartsWith("{\"rows\":[" + expected + "]", answer.Text, StringComparison.Ordinal);
        await project.RefusedAsync(400, "42883", "GET", "/t/rows?orderBy=j");
        await project.ExpectAsync(200, "GET", "/t/rows?orderBy=a&search=x");
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Counting_stops_where_it_gets_dear(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table t as select g as id, 'x' as txt from generate_series(1, 30000) g; grant all on t to service_role");
        await project.SqlAsync("analyze t");

        var all = await project.ExpectAsync(200, "GET", "/t/rows?limit=1");
        Assert.Equal((30000, true, 30000), (all.GetProperty("total").GetInt64(), all.GetProperty("totalIsEstimate").GetBoolean(), all.GetProperty("totalPages").GetInt64()));

        var some = await project.ExpectAsync(200, "GET", "/t/rows?limit=1&search=29999");
        Assert.Equal((1, false), (some.GetProperty("total").GetInt64(), some.GetProperty("totalIsEstimate").GetBoolean()));

        var most = await project.ExpectAsync(200, "GET", "/t/rows?limit=1&search=x");
        Assert.True(most.GetProperty("totalIsEstimate").GetBoolean());
        Assert.True(most.GetProperty("total").GetInt64() > 10_000);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_row_is_inserted_with_values_of_every_kind(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("""
            create type mood as enum ('sad', 'ok');
            create type pair as (a int, b text);
            create domain required as text not null check (value <> '');
            create table t (id bigint generated by default as identity primary key, name required default 'd', price numeric(6,2), tags text[], mood mood, pair pair,
              data jsonb, raw json, at timestamptz, flag boolean, bytes bytea, code varchar(3), double_price numeric generated always as (price * 2) stored);
            grant all on t to service_role;
            """);

        var row = await project.ExpectAsync(201, "POST", "/t/rows", """
            {"price": 1.5, "tags": ["a", "b\"c", null], "mood": "ok", "pair": {"a": 1, "b": "x"}, "data": {"k": [1, 2]}, "raw": {"b": 1,  "a": 2},
             "at": "2020-01-02T03:04:05+00:00", "flag": true, "bytes": "\\x00ff", "code": "abc"}
            """);

        Assert.Equal("""["a","b\"c",null]""", row.GetProperty("tags").GetRawText());
        Assert.Equal("""{"a":1,"b":"x"}""", row.GetProperty("pair").GetRawText());
        Assert.Equal("""{"b": 1,  "a": 2}""", row.GetProperty("raw").GetRawText());
        Assert.Equal(("d", "3.00", 1), (row.GetProperty("name").GetString(), row.GetProperty("double_price").GetRawText(), row.GetProperty("id").GetInt64()));
        Assert.Equal(2, (await project.ExpectAsync(201, "POST", "/t/rows", "{}")).GetProperty("id").GetInt64());

        Assert.Equal("Perhaps you meant the column \"price\".", (await project.RefusedAsync(400, "42703", "POST", "/t/rows", """{"prce": 1}""")).Hint);
        await project.RefusedAsync(400, "428C9", "POST", "/t/rows", """{"double_price": 1}""");
        await project.RefusedAsync(409, "23505", "POST", "/t/rows", """{"id": 1}""");
        await project.RefusedAsync(400, "23514", "POST", "/t/rows", """{"name": ""}""");
        await project.RefusedAsync(400, "23502", "POST", "/t/rows", """{"name": null}""");
        await project.RefusedAsync(400, "22001", "POST", "/t/rows", """{"code": "abcd"}""");
        await project.RefusedAsync(400, "22003", "POST", "/t/rows", """{"price": 1e400}""");
        await project.RefusedAsync(400, "22P02", "POST", "/t/rows", """{"mood": "great"}""");
        await project.RefusedAsync(400, "22P02", "POST", "/t/rows", """{"tags": "a"}""");
        await project.RefusedAsync(400, "22P02", "POST", "/t/rows", """{"flag": "perhaps"}""");
        await project.RefusedAsync(400, "22P02", "POST", "/t/rows", """{"id": "1; drop table t"}""");
        await project.RefusedAsync(400, "KB002", "POST", "/t/rows", "[1]");
        await project.RefusedAsync(400, "KB002", "POST", "/t/rows", """{"price": 1, "price": 2}""");
        await project.RefusedAsync(400, "KB606", "POST", "/t/rows", "{\"data\": " + new string('[', 5000));
        Assert.Equal(400, (await project.CallAsync("POST", "/t/rows", """{"name": "a\u0000b"}""")).Status);
        Assert.Equal(400, (await project.CallAsync("POST", "/t/rows", """{"name": "a\ud800b"}""")).Status);
        Assert.Equal(400, (await project.CallAsync("POST", "/t/rows", """{"\ud800": 1}""")).Status);
        Assert.Equal(2L, await project.ValueAsync("select count(*) from t"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_row_is_changed_and_deleted_by_its_whole_key_or_not_at_all(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("""
            create table t (a int, b text, note text, primary key (b, a));
            insert into t values (1, 'x', 'old'), (1, 'y', 'old'), (2, 'x', 'old');
            create table keyless (a int);
            insert into keyless values (1);
            create table parent (id int primary key);
            create table child () inherits (parent);
            insert into parent values (1);
            insert into child values (1);
            create view seen as select * from t;
            grant all on all tables in schema public to service_role;
            """);

        var changed = await project.ExpectAsync(200, "PUT", "/t/rows", """{"pkWhere": {"a": 1, "b": "x"}, "data": {"note": "it's new", "a": 7}}""");
        Assert.Equal("""{"a":7,"b":"x","note":"it's new"}""", changed.GetRawText());
        Assert.Equal("""{"deleted":1}""", (await project.ExpectAsync(200, "DELETE", "/t/rows", """{"pkWhere": {"a": 7, "b": "x"}}""")).GetRawText());

        string[] keys = ["{}", """{"a": 1}""", """{"a": 1, "b": "y", "note": "old"}""", """{"a": 1, "b": null}"""];
        foreach (var key in keys)
        {
            await project.RefusedAsync(400, "KB304", "PUT", "/t/rows", $$$"""{"pkWhere": {{{key}}}, "data": {"note": "n"}}""");
            await project.RefusedAsync(400, "KB304", "DELETE", "/t/rows", "{\"pkWhere\": " + key + "}");
        }

        await project.RefusedAsync(404, "KB305", "PUT", "/t/rows", """{"pkWhere": {"a": 9, "b": "y"}, "data": {"note": "n"}}""");
        await project.RefusedAsync(404, "KB305", "DELETE", "/t/rows", """{"pkWhere": {"a": 9, "b": "y"}}""");
        await project.RefusedAsync(400, "42703", "PUT", "/t/rows", """{"pkWhere": {"a": 1, "c": "y"}, "data": {"note": "n"}}""");
        await project.RefusedAsync(400, "42703", "DELETE", "/t/rows", """{"pkWhere": {"a": 1, "b\" = '' or true; --": "y"}}""");
        await project.RefusedAsync(400, "42703", "PUT", "/t/rows", """{"pkWhere": {"a": 1, "b": "y"}, "data": {"nope": "n"}}""");
        await project.RefusedAsync(400, "KB002", "PUT", "/t/rows", """{"pkWhere": {"a": 1, "b": "y"}, "data": {}}""");
        await project.RefusedAsync(400, "KB002", "PUT", "/t/rows", """{"pkWhere": {"a": 1, "b": "y"}}""");
        await project.RefusedAsync(400, "KB002", "PUT", "/t/rows", """{"pkWhere": [1, "y"], "data": {"note": "n"}}""");
        await project.RefusedAsync(400, "KB002", "DELETE", "/t/rows", """{"pkwhere": {"a": 1, "b": "y"}}""");
        await project.RefusedAsync(400, "22P02", "DELETE", "/t/rows", """{"pkWhere": {"a": "1 or true", "b": "y"}}""");
        await project.RefusedAsync(409, "23505", "PUT", "/t/rows", """{"pkWhere": {"a": 1, "b": "y"}, "data": {"a": 2, "b": "x"}}""");
        await project.RefusedAsync(400, "KB303", "PUT", "/keyless/rows", """{"pkWhere": {"a": 1}, "data": {"a": 2}}""");
        await project.RefusedAsync(400, "KB303", "DELETE", "/seen/rows", """{"pkWhere": {"a": 1}}""");
        await project.RefusedAsync(409, "KB306", "DELETE", "/parent/rows", """{"pkWhere": {"id": 1}}""");
        await project.RefusedAsync(400, "KB001", "DELETE", "/t/rows");

        Assert.Equal("1 y old, 2 x old", await project.ValueAsync("select string_agg(concat_ws(' ', a, b, note), ', ' order by a) from t"));
        Assert.Equal(2L, await project.ValueAsync("select count(*) from parent"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Rows_are_read_as_the_caller_sees_them(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync($"""
            create table t (id int primary key, owner uuid, secret text);
            insert into t values (1, '{project.UserId}', 's'), (2, null, 's'), (3, null, 's');
            alter table t enable row level security;
            create policy mine on t using (owner = auth.uid() or id = 2);
            grant select (id, owner) on t to anon, authenticated;
            grant select on t to service_role;
            create table blind (id int);
            grant insert on blind to anon, authenticated;
            """);

        Assert.Equal("2", Ids(await project.ExpectAsync(200, "GET", "/t/rows", caller: Caller.Anon)));
        var mine = await project.ExpectAsync(200, "GET", "/t/rows", caller: Caller.User);
        Assert.Equal("1,2", Ids(mine));
        Assert.Equal(2, mine.GetProperty("total").GetInt64());
        Assert.False(mine.GetProperty("rows")[0].TryGetProperty("secret", out _));
        Assert.Equal("1,2,3", Ids(await project.ExpectAsync(200, "GET", "/t/rows", caller: Caller.Service)));
        Assert.Equal("1,2,3", Ids(await project.ExpectAsync(200, "GET", "/t/rows", caller: Caller.Viewer)));
        Assert.Empty(Ids(await project.ExpectAsync(200, "GET", "/t/rows?search=s", caller: Caller.Anon)));
        await project.RefusedAsync(401, "42501", "GET", "/blind/rows", caller: Caller.Anon);
        await project.RefusedAsync(403, "42501", "GET", "/blind/rows", caller: Caller.User);
    }

    private static string Ids(JsonElement page) => string.Join(',', page.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("id").GetInt32()));
}
