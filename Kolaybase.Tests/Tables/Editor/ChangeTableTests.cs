using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables.Editor;

public class ChangeTableTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_renamed_table_keeps_what_hangs_on_it(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("""
            create table t (id int primary key);
            create table child (t int references t (id));
            alter table t enable row level security;
            create policy p on t using (true);
            grant select on t to anon;
            create view v as select id from t;
            insert into t values (1);
            """);

        Assert.Equal(
            """{"name":"Größe \"x\"","schema":"public","kind":"table","rlsEnabled":true,"comment":"What's \\ in it"}""",
            (await project.ExpectAsync(200, "PATCH", "/t", """{"name": "Größe \"x\"", "comment": "What's \\ in it"}""")).GetRawText());
        Assert.Equal(1, (await project.RestAsync("GET", "/Gr%C3%B6%C3%9Fe%20%22x%22")).Json.GetArrayLength());
        Assert.Equal(404, (await project.RestAsync("GET", "/t")).Status);
        Assert.Equal("Größe \"x\"", (await project.ExpectAsync(200, "GET", "/child/foreign-keys"))[0].GetProperty("foreignTableName").GetString());
        Assert.Equal(1L, await project.ValueAsync("select count(*) from v"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await project.ExpectAsync(200, "PATCH", "/Gr%C3%B6%C3%9Fe%20%22x%22", """{"comment": null}""")).GetProperty("comment").ValueKind);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Views_are_renamed_and_described_too(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create view v as select 1 as id; create materialized view m as select 1 as id");

        Assert.Equal("""{"name":"w","schema":"public","kind":"view","rlsEnabled":false,"comment":"c"}""", (await project.ExpectAsync(200, "PATCH", "/v", """{"name": "w", "comment": "c"}""")).GetRawText());
        Assert.Equal("materialized-view", (await project.ExpectAsync(200, "PATCH", "/m", """{"name": "n", "comment": "c"}""")).GetProperty("kind").GetString());
        await project.RefusedAsync(409, "42P07", "PATCH", "/w", """{"name": "n"}""");
    }

    [Fact]
    public async Task What_can_not_be_changed_is_refused()
    {
        var project = await hosts.ProjectAsync(15);
        await project.SqlAsync("create table t (id int); create table u (id int)");
        foreach (var (body, status, code) in new[]
        {
            ("{}", 400, "KB002"), ("""{"name": null}""", 400, "KB002"), ("""{"name": ".."}""", 400, "KB002"), ("""{"comment": 5}""", 400, "KB002"),
            ("""{"comment": "\u0000"}""", 400, "KB002"), ("""{"rlsEnabled": "yes"}""", 400, "KB002"), ("""{"rename": "x"}""", 400, "KB002"), ("""{"name": "u"}""", 409, "42P07"),
        })
        {
            var answer = await project.CallAsync("PATCH", "/t", body);
            Assert.True(answer.Status == status && (answer.Json.GetProperty("code").GetString() == code || answer.Json.GetProperty("code").GetString() == "KB004"), $"{body}: {answer}");
        }

        await project.RefusedAsync(404, "42P01", "PATCH", "/nope", """{"name": "x"}""");
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Columns_are_described_and_computed(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var made = await project.ExpectAsync(201, "POST", "", """
            {"name": "t", "comment": "a table", "columns": [
              {"name": "a", "type": "int", "isPrimary": true, "comment": "the first"},
              {"name": "twice", "type": "int", "generated": "a * 2"}]}
            """);
        Assert.Equal(
            """{"name":"twice","type":"integer","nullable":true,"defaultValue":"(a * 2)","isPrimary":false,"isUnique":false,"isIdentity":false,"comment":null,"isGenerated":true}""",
            made.GetProperty("columns")[1].GetRawText());
        Assert.Equal("the first", made.GetProperty("columns")[0].GetProperty("comment").GetString());
        Assert.Equal("a table", (await project.ExpectAsync(200, "GET"))[0].GetProperty("comment").GetString());
        Assert.Equal(6, (await project.ExpectAsync(201, "POST", "/t/rows", """{"a": 3}""")).GetProperty("twice").GetInt32());
        await project.RefusedAsync(400, "428C9", "POST", "/t/rows", """{"a": 4, "twice": 1}""");

        var added = await project.ExpectAsync(201, "POST", "/t/columns", """{"name": "text", "type": "text", "generated": "'#' || a", "comment": "as text"}""");
        Assert.Equal((true, "as text"), (added.GetProperty("isGenerated").GetBoolean(), added.GetProperty("comment").GetString()));
        Assert.Equal("better", (await project.ExpectAsync(200, "PUT", "/t/columns/text", """{"comment": "better", "name": "txt"}""")).GetProperty("comment").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await project.ExpectAsync(200, "PUT", "/t/columns/txt", """{"comment": null}""")).GetProperty("comment").ValueKind);

        await project.RefusedAsync(400, "KB002", "POST", "/t/columns", """{"name": "x", "type": "int", "generated": "a", "defaultValue": 1}""");
        await project.RefusedAsync(400, "KB002", "POST", "/t/columns", """{"name": "x", "type": "int", "generated": "a", "identity": true}""");
        await project.RefusedAsync(400, "KB002", "POST", "/t/columns", """{"name": "x", "type": "int", "generated": "a) stored, add y int check (true"}""");
        await project.RefusedAsync(400, "42P17", "POST", "/t/columns", """{"name": "x", "type": "float8", "generated": "random()"}""");
        await project.RefusedAsync(400, "42703", "POST", "/t/columns", """{"name": "x", "type": "int", "generated": "nope"}""");
        await project.RefusedAsync(400, "KB002", "PUT", "/t/columns/txt", """{"comment": {}}""");
    }
}
