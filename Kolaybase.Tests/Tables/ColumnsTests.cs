using System.Text.Json;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

public class ColumnsTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_column_is_added_and_rows_get_its_default(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table t (id int primary key); insert into t values (1), (2)");

        var added = await project.ExpectAsync(201, "POST", "/t/columns", """{"name": "Größe \"x\"", "type": "varchar(5)", "nullable": false, "defaultValue": "it's"}""");
        Assert.Equal("""{"name":"Größe \"x\"","type":"character varying(5)","nullable":false,"defaultValue":"'it''s'::character varying","isPrimary":false,"isUnique":false,"isIdentity":false,"comment":null,"isGenerated":false}""", added.GetRawText());
        Assert.Equal("it's", await project.ValueAsync("select \"Größe \"\"x\"\"\" from t where id = 2"));
        await project.ExpectAsync(201, "POST", "/t/columns", """{"name": "n", "type": "serial", "isUnique": true}""");
        Assert.True((await project.ExpectAsync(201, "POST", "/t/columns", """{"name": "i", "type": "int", "identity": "always"}""")).GetProperty("isIdentity").GetBoolean());
        await project.ExpectAsync(201, "POST", "/t/rows", """{"id": 3}""");

        await project.RefusedAsync(409, "42701", "POST", "/t/columns", """{"name": "id", "type": "int"}""");
        await project.RefusedAsync(409, "42701", "POST", "/t/columns", """{"name": "ctid", "type": "int"}""");
        await project.RefusedAsync(409, "23502", "POST", "/t/columns", """{"name": "must", "type": "int", "nullable": false}""");
        await project.RefusedAsync(409, "23505", "POST", "/t/columns", """{"name": "same", "type": "int", "defaultValue": 1, "isUnique": true}""");
        await project.RefusedAsync(400, "42704", "POST", "/t/columns", """{"name": "c", "type": "nope"}""");
        await project.RefusedAsync(400, "KB002", "POST", "/t/columns", """{"name": "c", "type": "int", "isPrimary": true}""");
        await project.RefusedAsync(404, "42P01", "POST", "/nope/columns", """{"name": "c", "type": "int"}""");
        Assert.Equal(4, (await project.ExpectAsync(200, "GET", "/t/columns")).GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Only_what_is_named_changes(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("""
            create table t (id int primary key, a int not null default 5 unique);
            comment on column t.a is 'kept';
            insert into t values (1, 1), (2, 2);
            """);

        Assert.Equal("a bigint False 5 True kept", Describe(await ChangeAsync(project, "a", """{"type": "int8"}""")));
        Assert.Equal("a bigint True 5 True kept", Describe(await ChangeAsync(project, "a", """{"nullable": true}""")));
        Assert.Equal("a bigint True  True kept", Describe(await ChangeAsync(project, "a", """{"defaultValue": null}""")));
        Assert.Equal("a bigint True '7'::bigint True kept", Describe(await ChangeAsync(project, "a", """{"defaultValue": 7, "name": null, "type": null, "nullable": null, "isUnique": null}""")));
        Assert.Equal("a bigint True '7'::bigint False kept", Describe(await ChangeAsync(project, "a", """{"isUnique": false}""")));
        Assert.Equal("a bigint True '7'::bigint True kept", Describe(await ChangeAsync(project, "a", """{"isUnique": true}""")));
        Assert.Equal("a bigint False '7'::bigint True kept", Describe(await ChangeAsync(project, "a", """{"nullable": false}""")));
        Assert.Equal("b \"c\" text True 'x'::text False kept", Describe(await ChangeAsync(project, "a", """{"name": "b \"c\"", "type": "text", "using": "'n' || a", "nullable": true, "defaultValue": "x", "isUnique": false}""")));
        Assert.Equal("n2", await project.ValueAsync("select \"b \"\"c\"\"\" from t where id = 2"));
        Assert.Equal("b \"c\" text True 'x'::text False kept", Describe(await ChangeAsync(project, Uri.EscapeDataString("b \"c\""), """{"name": "b \"c\"", "type": "text"}""")));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_renamed_column_keeps_what_hangs_on_it(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync($"""
            create table parent (id int primary key);
            create table t (id int primary key, owner uuid, parent_id int references parent (id), check (owner is not null));
            alter table t enable row level security;
            create policy mine on t using (owner = auth.uid());
            grant select on t to authenticated;
            create view v as select owner from t;
            insert into t values (1, '{project.UserId}', null), (2, '{Guid.CreateVersion7()}', null);
            """);

        await ChangeAsync(project, "owner", """{"name": "whose"}""");
        await ChangeAsync(project, "parent_id", """{"name": "mother"}""");

        Assert.Equal(1, (await project.ExpectAsync(200, "GET", "/t/rows", caller: Caller.User)).GetProperty("total").GetInt64());
        Assert.Equal("""FOREIGN KEY (mother) REFERENCES parent(id)""", await project.ValueAsync("select pg_get_constraintdef(oid) from pg_constraint where conrelid = 't'::regclass and contype = 'f'"));
        Assert.Equal(2L, await project.ValueAsync("select count(owner) from v"));
        await project.RefusedAsync(409, "42701", "PUT", "/t/columns/whose", """{"name": "id"}""");
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_change_that_would_lose_or_refuse_data_says_which_and_changes_nothing(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("""
            create table t (id int, part text, price numeric(10, 4) default 0.5, at timestamptz, word text, maybe int, primary key (id, part));
            insert into t select g, 'p', g + 0.1234, '2020-01-01 12:00', case g when 3 then 'long word' else 'w' || g end, nullif(g % 2, 0) from generate_series(1, 20) g;
            create table keyless (a int, b numeric);
            insert into keyless values (null, 1.5), (1, 2);
            """);

        var rounded = await project.RefusedAsync(409, "KB307", "PUT", "/t/columns/price", """{"type": "numeric(10,2)", "name": "renamed"}""");
        Assert.StartsWith("20 rows of \"t\" would lose data", rounded.Message, StringComparison.Ordinal);
        Assert.Equal("""The first: {"id":1,"part":"p"}, {"id":2,"part":"p"}, {"id":3,"part":"p"}, {"id":4,"part":"p"}, {"id":5,"part":"p"}""", rounded.Details);
        await project.RefusedAsync(409, "KB307", "PUT", "/t/columns/at", """{"type": "date"}""");
        var cut = await project.RefusedAsync(409, "KB307", "PUT", "/t/columns/word", """{"type": "varchar(4)"}""");
        Assert.Equal(("""The first: {"id":3,"part":"p"}""", true), (cut.Details, cut.Message.StartsWith("1 row ", StringComparison.Ordinal)));
        var place = await project.RefusedAsync(409, "KB307", "PUT", "/keyless/columns/b", """{"type": "int"}""");
        Assert.Equal("""The first: {"ctid":"(0,1)"}""", place.Details);

        var nulls = await project.RefusedAsync(409, "23502", "PUT", "/t/columns/maybe", """{"nullable": false}""");
        Assert.StartsWith("10 rows of \"t\" hold null", nulls.Message, StringComparison.Ordinal);
        Assert.StartsWith("""The first: {"id":2,"part":"p"}, """, nulls.Details, StringComparison.Ordinal);
        var doubles = await project.RefusedAsync(409, "23505", "PUT", "/t/columns/maybe", """{"isUnique": true}""");
        Assert.Equal(("1 value occurs more than once in \"maybe\". Nothing was changed.", "The first: 1"), (doubles.Message, doubles.Details));

        var cast = await project.RefusedAsync(400, "42804", "PUT", "/t/columns/word", """{"type": "int"}""");
        Assert.Contains("\"using\"", cast.Hint, StringComparison.Ordinal);
        var value = await project.RefusedAsync(409, "KB307", "PUT", "/t/columns/word", """{"type": "int", "using": "word::int"}""");
        Assert.Contains("w1", value.Message, StringComparison.Ordinal);
        await project.RefusedAsync(400, "42P16", "PUT", "/t/columns/id", """{"nullable": true}""");
        foreach (var (body, status) in new[]
        {
            ("""{"type": "serial"}""", 400), ("""{"type": "nope"}""", 400), ("""{"using": "1"}""", 400), ("{}", 400), ("""{"name": ""}""", 400), ("""{"type": "int", "using": "1; drop table t"}""", 400),
            ("""{"type": "text", "using": "nope(1)"}""", 400), ("""{"type": "text", "using": "(select 'x')"}""", 400), ("""{"defaultValue": "x"}""", 400), ("""{"colour": "red"}""", 400), ("[]", 400), ("null", 400),
            ("""{"type": "text); drop table t; --"}""", 400), ("""{"nullable": "yes"}""", 400), ("""{"type": "text", "using": "sum(price)"}""", 400),
        })
        {
            var answer = await project.CallAsync("PUT", "/t/columns/price", body);
            Assert.True(answer.Status == status, $"{body}: {answer}");
        }

        Assert.Equal("Perhaps you meant the column \"price\".", (await project.RefusedAsync(404, "42703", "PUT", "/t/columns/prize", """{"nullable": true}""")).Hint);
        Assert.Equal("price numeric(10,4) True 0.5 False ", Describe((await project.ExpectAsync(200, "GET", "/t/columns"))[2]));

        Assert.Equal("price numeric(10,2) True 0.5 False ", Describe(await ChangeAsync(project, "price", """{"type": "numeric(10,2)", "using": "price"}""")));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_column_is_dropped_and_what_hangs_on_it_only_when_told(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table t (id int primary key, a int, b int); create view v as select a from t");

        await project.ExpectAsync(200, "DELETE", "/t/columns/b");
        Assert.Contains("view v", (await project.RefusedAsync(409, "2BP01", "DELETE", "/t/columns/a")).Details, StringComparison.Ordinal);
        await project.ExpectAsync(200, "DELETE", "/t/columns/a?cascade=true");
        Assert.Equal("Perhaps you meant the column \"id\".", (await project.RefusedAsync(404, "42703", "DELETE", "/t/columns/idd")).Hint);
        await project.RefusedAsync(404, "42703", "DELETE", "/t/columns/" + Uri.EscapeDataString("id\", drop column \"id"));
        await project.RefusedAsync(404, "42P01", "DELETE", "/v/columns/a");
        Assert.Equal(["id"], (await project.ExpectAsync(200, "GET", "/t/columns")).EnumerateArray().Select(c => c.GetProperty("name").GetString()));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Columns_whose_values_the_database_makes_take_no_default(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table t (id int generated always as identity primary key, a int, twice int generated always as (a * 2) stored); create view v as select 1 as a");

        Assert.Equal(400, (await project.CallAsync("PUT", "/t/columns/id", """{"defaultValue": 1}""")).Status);
        Assert.Equal(400, (await project.CallAsync("PUT", "/t/columns/twice", """{"defaultValue": 1}""")).Status);
        Assert.Equal(400, (await project.CallAsync("PUT", "/t/columns/a", """{"type": "text", "using": "'x'"}""")).Status);
        await project.RefusedAsync(400, "42809", "PUT", "/v/columns/a", """{"name": "b"}""");
    }

    private static Task<JsonElement> ChangeAsync(TablesProject project, string column, string body) => project.ExpectAsync(200, "PUT", $"/t/columns/{column}", body);

    private static string Describe(JsonElement column) => string.Join(
        ' ',
        column.GetProperty("name"), column.GetProperty("type"), column.GetProperty("nullable"), column.GetProperty("defaultValue"), column.GetProperty("isUnique"), column.GetProperty("comment"));
}
