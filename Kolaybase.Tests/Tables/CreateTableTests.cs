using System.Text.Json;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

public class CreateTableTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_table_is_made_as_it_was_asked_for(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create type \"My Mood\" as enum ('sad', 'ok'); create domain positive as int check (value > 0); create schema other; create type other.pair as (a int, b text)");

        var table = await project.ExpectAsync(201, "POST", "", """
            {"name": "things", "columns": [
              {"name": "id", "type": "bigint", "isPrimary": true, "identity": true},
              {"name": "part", "type": "smallserial", "isPrimary": true},
              {"name": "price", "type": "numeric(10,2)", "nullable": false, "defaultValue": 9.5},
              {"name": "code", "type": "varchar(40)", "isUnique": true},
              {"name": "at", "type": "timestamp(3) with time zone", "defaultValue": "now()"},
              {"name": "tags", "type": "text[]", "defaultValue": ["a", "b\"c"]},
              {"name": "mood", "type": "\"My Mood\"", "defaultValue": "ok"},
              {"name": "moods", "type": "\"My Mood\"[]"},
              {"name": "amount", "type": "positive"},
              {"name": "pair", "type": "other.pair"},
              {"name": "data", "type": "jsonb", "defaultValue": {"a": [1, "it's"]}},
              {"name": "took", "type": "interval day to second(3)"},
              {"name": "grid", "type": "numeric(6,3)[][]"},
              {"name": "short", "type": "char"},
              {"name": "sum", "type": "int", "defaultValue": {"expression": "(1 + 2) * 3"}}]}
            """);

        Assert.Equal(("things", "public"), (table.GetProperty("name").GetString(), table.GetProperty("schema").GetString()));
        Assert.Equal(
            [
                "id bigint notnull primary identity",
                "part smallint notnull default=nextval('things_part_seq'::regclass) primary",
                "price numeric(10,2) notnull default=9.5",
                "code character varying(40) unique",
                "at timestamp(3) with time zone default=now()",
                "tags text[] default='{a,\"b\\\"c\"}'::text[]",
                "mood \"My Mood\" default='ok'::\"My Mood\"",
                "moods \"My Mood\"[]",
                "amount positive",
                "pair other.pair",
                "data jsonb default='{\"a\": [1, \"it''s\"]}'::jsonb",
                "took interval day to second(3)",
                "grid numeric(6,3)[]",
                "short character(1)",
                "sum integer default=((1 + 2) * 3)",
            ],
            table.GetProperty("columns").EnumerateArray().Select(Describe));
        Assert.Equal(
            table.GetProperty("columns").GetRawText(),
            (await project.ExpectAsync(200, "GET", "/things/columns")).GetRawText());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Names_of_any_kind_come_back_as_they_were_given(int major)
    {
        var project = await hosts.ProjectAsync(major);
        string[] names = ["Capital Letters", "select", "say \"hi\"", "'; drop table x; --", "größe", "表", "😀", " ", "a/b", "a%2Fb", "a?b#c", "$1", ":p @q", new string('x', 63), "{}"];
        foreach (var name in names)
        {
            var body = JsonSerializer.Serialize(new { name, columns = new[] { new { name, type = "text", isPrimary = true } } });
            Assert.Equal(name, (await project.ExpectAsync(201, "POST", "", body)).GetProperty("columns")[0].GetProperty("name").GetString());

            var path = "/" + Uri.EscapeDataString(name);
            Assert.Equal(name, (await project.ExpectAsync(200, "GET", path + "/columns"))[0].GetProperty("name").GetString());
            var row = await project.ExpectAsync(201, "POST", path + "/rows", JsonSerializer.Serialize(new Dictionary<string, string> { [name] = "v" }));
            Assert.Equal("v", row.GetProperty(name).GetString());
            var page = await project.ExpectAsync(200, "GET", $"{path}/rows?search=V&orderBy={Uri.EscapeDataString(name)}");
            Assert.Equal("v", page.GetProperty("rows")[0].GetProperty(name).GetString());
        }

        var listed = await project.ExpectAsync(200, "GET");
        Assert.Equal(names.Order(StringComparer.Ordinal), listed.EnumerateArray().Select(t => t.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        foreach (var name in names)
        {
            await project.ExpectAsync(200, "DELETE", "/" + Uri.EscapeDataString(name));
        }

        Assert.Equal("[]", (await project.ExpectAsync(200, "GET")).GetRawText());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Every_refusal_says_what_is_wrong_and_leaves_nothing_behind(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.ExpectAsync(201, "POST", "", Table("taken", "int"));

        await project.RefusedAsync(409, "42P07", "POST", "", Table("taken", "int"));
        var unknown = await project.RefusedAsync(400, "42704", "POST", "", Table("t", "varchr(40)"));
        Assert.Equal("Perhaps you meant the type \"varchar\".", unknown.Hint);
        foreach (var type in new[] { "int; drop table taken", "int primary key", "int default 1", "setof int", "int,", "nope.int", "taken.id%type", "a.b.c.d", "public", "\"int\"", "unknown type", "text collate \"C\"" })
        {
            await project.RefusedAsync(400, "42704", "POST", "", Table("t", type));
        }

        foreach (var type in new[] { "text(5)", "varchar('x; drop')", "numeric(1001)", "numeric(a)", "varchar(-1)", "anyelement", "record", "trigger", "void", "interval(9)", "int) ; --", "interval year(3)", "float(99)", "json(1)" })
        {
            var answer = await project.CallAsync("POST", "", Table("t", type));
            Assert.True(answer.Status == 400, $"{type}: {answer}");
        }

        Assert.Equal("\"columns[0].type\" is refused by the database: length for type varchar must be at least 1.", (await project.RefusedAsync(400, "22023", "POST", "", Table("t", "varchar(0)"))).Message);
        Assert.Contains("NUMERIC precision 2000 must be between 1 and 1000", (await project.RefusedAsync(400, "22023", "POST", "", Table("t", "numeric(2000,5)"))).Message, StringComparison.Ordinal);

        foreach (var (type, value) in new[] { ("int", "\"a\""), ("int", "1.5"), ("int", "{}"), ("int", "[1]"), ("jsonb", "{\"expression\":\"'{'\"}"), ("uuid", "\"x\""), ("int", "{\"expression\":\"nope(1)\"}"), ("int", "{\"expression\":\"(select 1)\"}"), ("int", "{\"expression\":\"1), x int default (2\"}"), ("int", "{\"expression\":\"1; drop table taken\"}"), ("text[]", "[[1],[2,3]]"), ("int", "{\"expression\":\"id + 1\"}"), ("int", "{\"expression\":\"count(*)\"}"), ("int", "99999999999") })
        {
            var answer = await project.CallAsync("POST", "", Table("t", type, value));
            Assert.True(answer.Status == 400, $"{type} default {value}: {answer}");
        }

        await project.RefusedAsync(404, "3F000", "POST", "?schema=nope", Table("t", "int"));
        await project.RefusedAsync(404, "3F000", "POST", "?schema=pg_catalog", Table("t", "int"));
        await project.RefusedAsync(400, "KB301", "POST", "", Table(new string('x', 10_000), "int"));
        await project.RefusedAsync(400, "KB002", "POST", "", Table("t\\u0000", "int"));
        await project.RefusedAsync(400, "KB002", "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "int"}, {"name": "a", "type": "int"}]}""");
        await project.RefusedAsync(400, "KB002", "POST", "", """{"name": "t", "columns": []}""");
        await project.RefusedAsync(400, "KB002", "POST", "", """{"name": "t", "columns": [null]}""");
        await project.RefusedAsync(400, "KB002", "POST", "", """{"name": "t", "columns": {"a": "int"}}""");
        await project.RefusedAsync(400, "KB002", "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "int", "nulable": false}]}""");
        await project.RefusedAsync(400, "KB002", "POST", "", """{"name": 5, "columns": "x"}""");
        await project.RefusedAsync(400, "KB002", "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "int"}], "access": "everybody"}""");
        Assert.Equal("\"access\" must be one of private, public-read, owner.", (await project.RefusedAsync(400, "KB002", "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "int"}], "access": "public_read"}""")).Message);
        await project.RefusedAsync(400, "KB002", "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "int"}], "access": "owner", "enableRls": false}""");
        await project.RefusedAsync(400, "KB002", "POST", "", """{"name": "t", "columns": [{"name": "owner_id", "type": "int"}], "access": "owner"}""");
        await project.RefusedAsync(400, "KB606", "POST", "", new string('[', 500));
        await project.RefusedAsync(400, "KB001", "POST", "", "");
        await project.RefusedAsync(400, "KB001", "POST", "", "{");
        var many = string.Join(',', Enumerable.Range(0, 2000).Select(i => $$"""{"name": "c{{i}}", "type": "int"}"""));
        await project.RefusedAsync(400, "KB002", "POST", "", $$"""{"name": "t", "columns": [{{many}}]}""");

        Assert.Equal(["taken"], (await project.ExpectAsync(200, "GET")).EnumerateArray().Select(t => t.GetProperty("name").GetString()));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task As_many_columns_as_the_database_takes_make_a_table(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var columns = string.Join(',', Enumerable.Range(0, 1600).Select(i => $$"""{"name": "c{{i}}", "type": "int"}"""));

        var table = await project.ExpectAsync(201, "POST", "", $$"""{"name": "wide", "columns": [{{columns}}]}""");

        Assert.Equal(1600, table.GetProperty("columns").GetArrayLength());
        await project.ExpectAsync(201, "POST", "/wide/rows", """{"c1599": 7}""");
        var page = await project.ExpectAsync(200, "GET", "/wide/rows?search=7");
        Assert.Equal(7, page.GetProperty("rows")[0].GetProperty("c1599").GetInt32());
        await project.RefusedAsync(400, "54011", "POST", "/wide/columns", """{"name": "more", "type": "int"}""");
    }

    private static string Table(string name, string type, string? value = null) =>
        $$"""{"name": "{{name}}", "columns": [{"name": "id", "type": {{JsonSerializer.Serialize(type)}}{{(value is null ? "" : $", \"defaultValue\": {value}")}}}]}""";

    private static string Describe(JsonElement column) => string.Join(
        ' ',
        new[]
        {
            column.GetProperty("name").GetString(),
            column.GetProperty("type").GetString(),
            column.GetProperty("nullable").GetBoolean() ? null : "notnull",
            column.GetProperty("defaultValue").GetString() is { } value ? "default=" + value : null,
            column.GetProperty("isPrimary").GetBoolean() ? "primary" : null,
            column.GetProperty("isUnique").GetBoolean() ? "unique" : null,
            column.GetProperty("isIdentity").GetBoolean() ? "identity" : null,
        }.Where(part => part is not null));
}
