using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables.Editor;

public class ConstraintsTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Constraints_are_added_listed_and_dropped(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table t (id int, \"a b\" text, n int); insert into t values (1, 'x', 1), (2, 'x', 2)");

        Assert.Equal(
            """{"name":"t_pkey","kind":"primary","columns":["id"],"expression":null,"validated":true}""",
            (await project.ExpectAsync(201, "POST", "/t/constraints", """{"kind": "primary", "columns": ["id"]}""")).GetRawText());
        Assert.Equal(
            """{"name":"t_a b_n_key","kind":"unique","columns":["a b","n"],"expression":null,"validated":true}""",
            (await project.ExpectAsync(201, "POST", "/t/constraints", """{"kind": "unique", "columns": ["a b", "n"]}""")).GetRawText());
        Assert.Equal(
            """{"name":"pos/itive","kind":"check","columns":["n"],"expression":"(n > 0)","validated":true}""",
            (await project.ExpectAsync(201, "POST", "/t/constraints", """{"kind": "check", "expression": "n > 0", "name": "pos/itive"}""")).GetRawText());
        Assert.Equal(["pos/itive", "t_a b_n_key", "t_pkey"], await NamesAsync(project));
        await project.RefusedAsync(400, "23514", "POST", "/t/rows", """{"id": 3, "n": -1}""");

        await project.ExpectAsync(200, "DELETE", "/t/constraints/pos%2Fitive");
        await project.ExpectAsync(200, "DELETE", "/t/constraints/t_a%20b_n_key");
        Assert.Equal(["t_pkey"], await NamesAsync(project));
        await project.ExpectAsync(201, "POST", "/t/rows", """{"id": 3, "n": -1}""");
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Rows_in_the_way_are_named_and_nothing_is_changed(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table t (id int primary key, a int, b int); insert into t select g, g % 3, 0 from generate_series(1, 7) g; insert into t values (8, null, null), (9, null, null)");

        var check = await project.RefusedAsync(409, "23514", "POST", "/t/constraints", """{"kind": "check", "expression": "a < 2"}""");
        Assert.Equal(("2 rows of \"t\" do not fulfil the check. Nothing was changed.", """The first: {"id":2}, {"id":5}"""), (check.Message, check.Details));
        var unique = await project.RefusedAsync(409, "23505", "POST", "/t/constraints", """{"kind": "unique", "columns": ["a", "b"]}""");
        Assert.Equal(("3 values occur more than once in \"a\", \"b\". Nothing was changed.", """The first: {"a":0,"b":0}, {"a":1,"b":0}, {"a":2,"b":0}"""), (unique.Message, unique.Details));
        await project.SqlAsync("alter table t drop constraint t_pkey");
        Assert.StartsWith("2 rows", (await project.RefusedAsync(409, "23502", "POST", "/t/constraints", """{"kind": "primary", "columns": ["a"]}""")).Message, StringComparison.Ordinal);
        Assert.Equal(0L, await project.ValueAsync("select count(*) from pg_constraint where conrelid = 't'::regclass and contype in ('p', 'u', 'c')"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_is_no_constraint_is_refused(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table t (id int primary key, a int); create table child (t int references t (id)); create view v as select 1 as id");
        foreach (var (body, status, code) in new[]
        {
            ("""{"kind": "unique"}""", 400, "KB002"),
            ("""{"kind": "unique", "columns": []}""", 400, "KB002"),
            ("""{"kind": "unique", "columns": ["a"], "expression": "a > 1"}""", 400, "KB002"),
            ("""{"kind": "check"}""", 400, "KB002"),
            ("""{"kind": "check", "expression": "a > 1) , add column x int, check (true"}""", 400, "KB002"),
            ("""{"kind": "check", "expression": "a > 1", "columns": ["a"]}""", 400, "KB002"),
            ("""{"kind": "check", "expression": "nope > 1"}""", 400, "42703"),
            ("""{"kind": "check", "expression": "a"}""", 400, "42804"),
            ("""{"kind": "check", "expression": "a > (select 1)"}""", 400, "0A000"),
            ("""{"kind": "unique", "columns": ["nope"]}""", 400, "42703"),
            ("""{"kind": "unique", "columns": [null]}""", 400, "KB002"),
            ("""{"kind": "unique", "columns": ["a", "a"]}""", 409, "42701"),
            ("""{"kind": "primary", "columns": ["a"]}""", 400, "42P16"),
            ("""{"kind": "exclusion"}""", 400, "KB002"),
            ("""{"kind": "nope"}""", 400, "KB002"),
        })
        {
            var answer = await project.CallAsync("POST", "/t/constraints", body);
            Assert.True(answer.Status == status && answer.Json.GetProperty("code").GetString() == code, $"{body}: expected {status} {code}, got {answer}");
        }

        await project.RefusedAsync(400, "42809", "POST", "/v/constraints", """{"kind": "unique", "columns": ["id"]}""");
        await project.RefusedAsync(404, "42P01", "GET", "/nope/constraints");
        Assert.Equal("Perhaps you meant the constraint \"t_pkey\".", (await project.RefusedAsync(404, "42704", "DELETE", "/t/constraints/t_pke")).Hint);
        await project.RefusedAsync(404, "42704", "DELETE", "/child/constraints/child_t_fkey");
        await project.RefusedAsync(409, "2BP01", "DELETE", "/t/constraints/t_pkey");
        await project.ExpectAsync(200, "DELETE", "/t/constraints/t_pkey?cascade=true");
        Assert.Equal(0L, await project.ValueAsync("select count(*) from pg_constraint where conrelid in ('t'::regclass, 'child'::regclass) and contype in ('p', 'f')"));
    }

    private static async Task<IEnumerable<string?>> NamesAsync(TablesProject project) =>
        (await project.ExpectAsync(200, "GET", "/t/constraints", caller: Caller.Viewer)).EnumerateArray().Select(k => k.GetProperty("name").GetString());
}
