using System.Text.Json;
using Kolaybase.Tests.Sql.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Sql;

/// <summary>What texts of SQL give.</summary>
public class ExecuteTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task One_statement_gives_columns_rows_and_how_long_it_took(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var answer = await project.RunSqlAsync("select 1 as one, 'x' as \"Two 2\" union all select 2, null order by 1");
        Assert.Equal(["columns", "rows", "rowCount", "duration", "truncated"], answer.EnumerateObject().Select(m => m.Name));
        Assert.Equal(["one integer", "Two 2 text"], answer.Columns());
        Assert.Equal("""[{"one":1,"Two 2":"x"},{"one":2,"Two 2":null}]""", answer.GetProperty("rows").GetRawText());
        Assert.Equal(2, answer.GetProperty("rowCount").GetInt64());
        Assert.False(answer.GetProperty("truncated").GetBoolean());
        Assert.True(answer.GetProperty("duration").GetDouble() > 0);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Values_of_all_types_are_those_of_to_json(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync(""""
            create type mood as enum ('glad', 'so so');
            create domain positive as int check (value > 0);
            create type pair as (a numeric, "b ""c""" text, at timestamptz);
            create type nest as (p pair, ps pair[], d positive, m mood[]);
            create table t (id int, gone int, p pair);
            alter table t drop column gone;
            insert into t values (1, row(1.50, 'a,"\', '2024-01-31 12:00+02'));
            """");
        string[] expressions =
        [
            "1::int2", "2147483647", "9223372036854775807", "12345678901234567890.1234567890", "'NaN'::numeric", "1.10::numeric(10,3)", "'Infinity'::float8", "'-Infinity'::float4", "0.1::float8 + 0.2", "1e300::float8", "'-0'::float8",
            "true", "false", "null::bool", "'é\"\\/<>&'::text", "E'a\\tb\\n'::varchar(10)", "'x'::char(3)", "'c'::\"char\"", "'n'::name", "''::text",
            "'\\x00ff'::bytea", "'5b7a8f5e-0000-4000-8000-000000000001'::uuid", "'{\"b\" : 1.0, \"a\":[null]}'::json", "'{\"b\" : 1.0}'::jsonb", "'null'::jsonb",
            "date '2024-01-31'", "date 'infinity'", "date '0044-03-15 BC'", "time '12:00'", "timetz '12:00+02'", "timestamp '2024-01-31 12:00:00.123456'", "timestamptz '2024-01-31 12:00+02'", "timestamptz 'infinity'", "timestamptz '0044-03-15 12:00 BC'",
            "interval '1 year 2 days 03:04:05.6'", "'12.30'::money", "'10.0.0.0/8'::cidr", "'::1'::inet", "'08:00:2b:01:02:03'::macaddr", "B'101'", "B'1'::varbit", "'<a/>'::xml", "'a & b'::tsquery", "'a b'::tsvector",
            "int4range(1, 5)", "tstzrange('2024-01-01+00', null)", "'{[1,2),[5,7)}'::int4multirange", "point(1, 2)", "box(point(1,1), point(0,0))", "array[box(point(1,1), point(0,0)), box(point(2,2), point(1,1))]",
            "'{}'::int[]", "array[1, null, 3]", "array[array['a','b'],array['c,\"','{d}']]", "'[0:1]={1.10,2}'::numeric[]", "array[timestamptz '2024-01-31 12:00+02']", "array[true,false]", "array['\\x01'::bytea]", "array['{\"a\": 1}'::jsonb]", "array['NULL', null, '']",
            "'glad'::mood", "array['so so'::mood]", "5::positive", "array[5]::positive[]", "row(1.50, 'a,\"\\(', '2024-01-31 12:00+02')::pair", "row(null, '', null)::pair", "row(row(1,'x',null)::pair, array[row(2,null,null)::pair], 5, '{glad}')::nest", "array[row(1,'x',null)::pair]",
            "(select t from t)", "(select array_agg(t) from t)", "'pg_class'::regclass", "'int4'::regtype", "12::oid", "'0/16B3748'::pg_lsn", "'$.a[*]'::jsonpath", "pg_typeof(1)",
        ];
        var values = await project.RunSqlAsync($"select {string.Join(", ", expressions.Select((e, i) => $"{e} as c{i}"))}");
        var expected = await project.RunSqlAsync($"select {string.Join(", ", expressions.Select((e, i) => $"to_json({e}) as c{i}"))}");
        var different = expressions.Select((e, i) => (Expression: e, Got: values.GetProperty("rows")[0].GetProperty($"c{i}"), Expected: expected.GetProperty("rows")[0].GetProperty($"c{i}")))
            .Where(v => v.Got.GetRawText() != v.Expected.GetRawText() && !(v.Got.ValueKind == v.Expected.ValueKind && JsonElement.DeepEquals(v.Got, v.Expected) && v.Got.ValueKind == JsonValueKind.String))
            .Select(v => $"{v.Expression}: {v.Got.GetRawText()} instead of {v.Expected.GetRawText()}");
        Assert.Equal([], different);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Columns_say_their_types_also_those_that_the_text_itself_has_made(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var answer = await project.RunSqlAsync("create type mood as enum ('glad'); create type pair as (a int, m mood); select 1::numeric(10,2) n, 'x'::varchar(4) v, '{}'::int[] a, 'glad'::mood m, row(1,'glad')::pair p, int4range(1,2) r, now() t, 1::int2 a");
        Assert.Equal(["n numeric", "v character varying", "a integer[]", "m mood", "p pair", "r int4range", "t timestamp with time zone", "a_2 smallint"], answer.Columns());
        Assert.Equal("""{"a":1,"m":"glad"}""", answer.GetProperty("rows")[0].GetProperty("p").GetRawText());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Each_of_several_statements_has_its_result_set_and_all_are_one_transaction(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var answer = await project.RunSqlAsync("create table t (id int primary key, note text); insert into t values (1, 'a'), (2, 'b'); update t set note = 'c' where id = 2 returning *; select count(*) from t; delete from t");
        var sets = answer.GetProperty("resultSets").EnumerateArray().ToList();
        Assert.Equal([0, 2, 1, 1, 2], sets.Select(s => s.GetProperty("rowCount").GetInt64()));
        Assert.Equal(["[]", "[]", """[{"id":2,"note":"c"}]""", """[{"count":2}]""", "[]"], sets.Select(s => s.GetProperty("rows").GetRawText()));
        Assert.Equal(2, answer.GetProperty("rowCount").GetInt64());

        var refusal = await project.RefusedSqlAsync("23505", "insert into t values (7, 'kept?'); insert into t values (7, 'twice')");
        Assert.Contains("statement 2 of 2", refusal.Details, StringComparison.Ordinal);
        Assert.Equal("""[{"count":0}]""", await project.RowsAsync("select count(*) from t"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_text_may_begin_and_end_transactions_of_its_own(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.RunSqlAsync("create table t (id int)");
        var answer = await project.RunSqlAsync("begin; insert into t values (1); commit; begin; insert into t values (2); rollback; insert into t values (3)");
        Assert.False(answer.TryGetProperty("notices", out _), answer.GetRawText());
        Assert.Equal("""[{"id":1},{"id":3}]""", await project.RowsAsync("select * from t order by 1"));

        // What comes before a COMMIT stays when something behind it fails.
        await project.RefusedSqlAsync("22012", "insert into t values (4); commit; insert into t values (5); select 1 / 0");
        Assert.Equal("""[{"id":1},{"id":3},{"id":4}]""", await project.RowsAsync("select * from t order by 1"));

        await project.RunSqlAsync("insert into t values (6); begin; insert into t values (7); savepoint s; delete from t; rollback to s; commit");
        Assert.Equal("""[{"count":5}]""", await project.RowsAsync("select count(*) from t"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_transaction_that_is_not_ended_is_undone_and_said_so(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.RunSqlAsync("create table t (id int)");
        foreach (var text in new[] { "begin; insert into t values (1)", "insert into t values (1); begin; insert into t values (2)", "begin" })
        {
            var answer = await project.RunSqlAsync(text);
            Assert.Contains("rolled back", answer.GetProperty("notices")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal("""[{"count":0}]""", await project.RowsAsync("select count(*) from t"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_a_commit_finds_wrong_is_told(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.RunSqlAsync("create table p (id int primary key); create table c (p int references p deferrable initially deferred)");
        await project.RefusedSqlAsync("23503", "insert into c values (1); select 'well'");
        await project.RefusedSqlAsync("23503", "insert into c values (1)");
        Assert.Equal("""[{"count":0}]""", await project.RowsAsync("select count(*) from c"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Statements_that_no_transaction_may_hold_run_alone(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.RunSqlAsync("create table t (id int)");
        await project.RunSqlAsync("vacuum analyze t");
        await project.RunSqlAsync("create index concurrently on t (id)");
        var refusal = await project.RefusedSqlAsync("25001", "select 1; vacuum t");
        Assert.Contains("alone", refusal.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Values_are_bound_by_the_types_of_the_statement(int major)
    {
        var project = await hosts.ProjectAsync(major);
        Assert.Equal("""[{"sum":42,"b":true,"t":"it's","n":null,"j":{"a": 1},"d":1.50}]""", await project.RowsAsync("select $1::int + 1 as sum, $2::bool as b, $3::text as t, $4::int as n, $5::jsonb as j, $6::numeric as d", 41, true, "it's", null, new { a = 1 }, 1.50m));
        Assert.Equal("""[{"id":2},{"id":3}]""", await project.RowsAsync("select id from generate_series(1, 5) id where id = any ($1) order by 1", [new[] { 2, 3 }]));
        Assert.Equal("""[{"a":["x\",\\","NULL",null,""],"j":[1,"a"],"m":[[1,2],[3,4]]}]""", await project.RowsAsync("select $1::text[] a, $2::json j, $3::int[] m", new[] { "x\",\\", "NULL", null, "" }, new object[] { 1, "a" }, new[] { new[] { 1, 2 }, [3, 4] }));
        Assert.Equal("""[{"x":"'; drop table t; --"}]""", await project.RowsAsync("select $1 as x", "'; drop table t; --"));

        await project.RefusedSqlAsync("KB801", "select 1; select $1", 1);
        await project.RefusedSqlAsync("22P02", "select $1::int", "no number");
        await project.RefusedSqlAsync("08P01", "select $1::int, $2::int", 1);
        Assert.Contains("position 8 ", (await project.RefusedSqlAsync("42703", "select nope, $1::int[]", [new[] { 1 }])).Details, StringComparison.Ordinal);
        await project.RefusedSqlAsync("42601", "create table t (id int default $1)", [new[] { 1 }]);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Rows_beyond_the_page_are_left_out_and_counted(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var answer = await project.RunSqlAsync("select n from generate_series(1, 25) n", page: 2, limit: 10);
        Assert.Equal([11, 20], new[] { 0, 9 }.Select(i => answer.GetProperty("rows")[i].GetProperty("n").GetInt32()));
        Assert.Equal((25, true), (answer.GetProperty("rowCount").GetInt32(), answer.GetProperty("truncated").GetBoolean()));
        answer = await project.RunSqlAsync("select n from generate_series(1, 25) n", page: 3, limit: 10);
        Assert.Equal((5, false), (answer.GetProperty("rows").GetArrayLength(), answer.GetProperty("truncated").GetBoolean()));
        answer = await project.RunSqlAsync("select n from generate_series(1, 25) n", page: int.MaxValue, limit: 10_000);
        Assert.Equal((0, 25), (answer.GetProperty("rows").GetArrayLength(), answer.GetProperty("rowCount").GetInt32()));
        answer = await project.RunSqlAsync("select n from generate_series(1, 3000) n");
        Assert.Equal((1000, true), (answer.GetProperty("rows").GetArrayLength(), answer.GetProperty("truncated").GetBoolean()));

        // A statement that writes is done whole, however much of it is shown.
        await project.RunSqlAsync("create table t as select n from generate_series(1, 50) n");
        Assert.Equal(50, (await project.RunSqlAsync("delete from t returning n", limit: 1)).GetProperty("rowCount").GetInt32());
        Assert.Equal("""[{"count":0}]""", await project.RowsAsync("select count(*) from t"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task An_answer_has_a_size_whatever_its_rows_have(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var answer = await project.TrySqlAsync("select n, repeat('x', 1000000) as x from generate_series(1, 100) n; select repeat('y', 100000000) as y; select 1 as small");
        Assert.Equal(200, answer.Status);
        Assert.InRange(answer.Text.Length, 7_000_000, 9_000_000);
        var sets = answer.Json.GetProperty("resultSets").EnumerateArray().ToList();
        Assert.Equal([(8, 100, true), (0, 1, true), (0, 1, true)], sets.Select(s => (s.GetProperty("rows").GetArrayLength(), s.GetProperty("rowCount").GetInt32(), s.GetProperty("truncated").GetBoolean())));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Names_count_where_they_are_what_makes_an_answer_large(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var name = new string('n', 58);
        await project.RunSqlAsync($"create type wide as ({string.Join(", ", Enumerable.Range(0, 1_000).Select(i => $"{name}{i:d4} int"))})");
        // A byte a field, of which 70 become.
        var answer = await project.TrySqlAsync("select (select array_agg((jsonb_populate_record(null::wide, '{}'))) from generate_series(1, 2000)) w from generate_series(1, 3)");
        Assert.Equal(200, answer.Status);
        Assert.InRange(answer.Text.Length, 1, 40_000_000);
        Assert.True(answer.Json.GetProperty("truncated").GetBoolean());

        var columns = string.Join(", ", Enumerable.Range(0, 1_000).Select(i => $"1 as {name}{i:d4}"));
        await project.RunSqlAsync($"create view broad as select {columns} where false");
        answer = await project.TrySqlAsync(string.Join(";", Enumerable.Repeat("select * from broad", 200)));
        Assert.Equal(200, answer.Status);
        Assert.InRange(answer.Text.Length, 1, 9_000_000);
        Assert.True(answer.Json.GetProperty("truncated").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_is_raised_is_cut_to_a_readable_length(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var answer = await project.TrySqlAsync("do $$ begin raise exception using message = repeat('m', 1000000), detail = repeat('d', 1000000), hint = repeat('h', 1000000); end $$");
        Assert.Equal(400, answer.Status);
        Assert.InRange(answer.Text.Length, 12_000, 13_000);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Rows_may_have_no_columns_and_columns_no_rows(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var answer = await project.RunSqlAsync("select from generate_series(1, 2)");
        Assert.Equal(("[{},{}]", 2), (answer.GetProperty("rows").GetRawText(), answer.GetProperty("rowCount").GetInt32()));
        answer = await project.RunSqlAsync("select 1 as a where false");
        Assert.Equal(["a integer"], answer.Columns());
        Assert.Equal("""[{"a":1,"a_2":2,"?column?":3,"?column?_2":4}]""", await project.RowsAsync("select 1 a, 2 a, 3, 4"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Plans_settings_and_cursors_are_shown(int major)
    {
        var project = await hosts.ProjectAsync(major);
        Assert.Contains("Result", await project.RowsAsync("explain select 1"), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, (await project.RunSqlAsync("explain (analyze, format json) select 1")).GetProperty("rows")[0].GetProperty("QUERY PLAN").ValueKind);
        Assert.Equal("""[{"statement_timeout":"30s"}]""", await project.RowsAsync("show statement_timeout"));
        Assert.Equal("""[{"n":1},{"n":2}]""", await project.RowsAsync("declare c cursor for select n from generate_series(1, 9) n; fetch 2 from c"));
        Assert.Equal("""[{"id":1}]""", await project.RowsAsync("prepare p as select $1::int as id; execute p (1)"));
        await project.RunSqlAsync("create function f() returns int language sql begin atomic select 1; select 2; end");
        Assert.Equal("""[{"f":2}]""", await project.RowsAsync("select f()"));
        Assert.Contains("position 66 ", (await project.RefusedSqlAsync("42703", "create function g() returns int language sql begin atomic select nope; end")).Details, StringComparison.Ordinal);
        await project.RunSqlAsync("create procedure p(inout x int) language plpgsql as $$begin x := x + 1; commit; end$$");
        Assert.Equal("""[{"x":2}]""", await project.RowsAsync("call p(1)"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Notices_come_along(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var answer = await project.RunSqlAsync("do $$begin raise notice 'hello %', 1; raise warning using message = 'careful', detail = 'd', hint = 'h', errcode = '01234'; end$$; drop table if exists none");
        Assert.Equal(
            ["NOTICE 00000 hello 1  ", "WARNING 01234 careful d h", "NOTICE 00000 table \"none\" does not exist, skipping  "],
            answer.GetProperty("notices").EnumerateArray().Select(n => string.Join(' ', n.EnumerateObject().Select(m => m.Value.GetString()))));
        answer = await project.RunSqlAsync("do $$begin for i in 1..5000 loop raise notice '%', repeat('x', 10000); end loop; end$$");
        Assert.Equal(100, answer.GetProperty("notices").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task The_data_API_sees_a_change_at_once(int major)
    {
        var project = await hosts.ProjectAsync(major);
        Assert.Equal(404, (await project.RestAsync("GET", "/t")).Status);
        for (var i = 0; i < 5; i++)
        {
            await project.RunSqlAsync($"create table t as select {i} as c{i}; grant select on t to anon");
            Assert.Equal($$"""[{"c{{i}}":{{i}}}]""", (await project.RestAsync("GET", "/t")).Text);
            await project.RunSqlAsync($"alter table t rename c{i} to d");
            Assert.Equal($$"""[{"d":{{i}}}]""", (await project.RestAsync("GET", "/t?select=d")).Text);
            await project.RunSqlAsync("drop table t");
            Assert.Equal(404, (await project.RestAsync("GET", "/t")).Status);
        }
    }
}
