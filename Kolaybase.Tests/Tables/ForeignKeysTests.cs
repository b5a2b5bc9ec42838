using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

public class ForeignKeysTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_foreign_key_is_added_listed_and_dropped(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table parent (id int primary key); create table t (id int primary key, parent_id int); insert into parent values (1); insert into t values (1, 1), (2, null)");

        var added = await project.ExpectAsync(201, "POST", "/t/foreign-keys", """{"columnName": "parent_id", "foreignTableName": "parent", "foreignColumnName": "id", "onDelete": "CASCADE"}""");
        const string key = """{"constraintName":"t_parent_id_fkey","columnName":"parent_id","foreignTableName":"parent","foreignColumnName":"id","onDelete":"CASCADE","onUpdate":"NO ACTION","foreignSchema":"public"}""";
        Assert.Equal(key, added.GetRawText());
        Assert.Equal($"[{key}]", (await project.ExpectAsync(200, "GET", "/t/foreign-keys")).GetRawText());
        await project.RefusedAsync(409, "23503", "POST", "/t/rows", """{"id": 3, "parent_id": 9}""");
        await project.SqlAsync("delete from parent");
        Assert.Equal("2", await project.ValueAsync("select string_agg(id::text, ',') from t"));

        await project.ExpectAsync(200, "DELETE", "/t/foreign-keys/t_parent_id_fkey");
        Assert.Equal("[]", (await project.ExpectAsync(200, "GET", "/t/foreign-keys")).GetRawText());
        await project.ExpectAsync(201, "POST", "/t/rows", """{"id": 3, "parent_id": 9}""");
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Names_of_any_kind_other_schemas_and_the_table_itself_are_pointed_to(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync(""""
            create schema "Other one";
            create table "Other one"."Tab ""x""" ("Größe" text unique);
            create table "select" (id int primary key, "from" text, mother int);
            """");

        var added = await project.ExpectAsync(201, "POST", "/select/foreign-keys", """{"columnName": "from", "foreignSchema": "Other one", "foreignTableName": "Tab \"x\"", "foreignColumnName": "Größe", "onUpdate": "SET NULL", "onDelete": "SET DEFAULT", "constraintName": "a/b c"}""");
        Assert.Equal("""{"constraintName":"a/b c","columnName":"from","foreignTableName":"Tab \"x\"","foreignColumnName":"Größe","onDelete":"SET DEFAULT","onUpdate":"SET NULL","foreignSchema":"Other one"}""", added.GetRawText());
        await project.ExpectAsync(201, "POST", "/select/foreign-keys", """{"columnName": "mother", "foreignTableName": "select", "foreignColumnName": "id", "onDelete": "RESTRICT"}""");
        Assert.Equal(2, (await project.ExpectAsync(200, "GET", "/select/foreign-keys")).GetArrayLength());
        await project.ExpectAsync(200, "DELETE", "/select/foreign-keys/a%2Fb%20c");
        Assert.Equal("select_mother_fkey", await project.ValueAsync("select conname::text from pg_constraint where conrelid = '\"select\"'::regclass and contype = 'f'"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Keys_of_several_columns_and_to_partitioned_tables_are_listed_by_column(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("""
            create table part (a int, b int, primary key (a, b)) partition by list (a);
            create table part_1 partition of part for values in (1);
            create table part_2 partition of part for values in (2);
            create table t (x int, y int, constraint both_ways foreign key (y, x) references part (b, a) on delete cascade);
            """);

        var keys = await project.ExpectAsync(200, "GET", "/t/foreign-keys");
        Assert.Equal(
            ["both_ways y part.b", "both_ways x part.a"],
            keys.EnumerateArray().Select(k => $"{k.GetProperty("constraintName")} {k.GetProperty("columnName")} {k.GetProperty("foreignTableName")}.{k.GetProperty("foreignColumnName")}"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Rows_that_point_to_nothing_refuse_it_and_are_named(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table parent (id int primary key); create table t (id int primary key, p int); insert into t select g, case when g < 8 then g end from generate_series(1, 9) g; insert into parent values (7)");

        var refusal = await project.RefusedAsync(409, "23503", "POST", "/t/foreign-keys", """{"columnName": "p", "foreignTableName": "parent", "foreignColumnName": "id"}""");
        Assert.StartsWith("6 rows of \"t\" point to nothing", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("""The first: {"id":1}, {"id":2}, {"id":3}, {"id":4}, {"id":5}""", refusal.Details);
        Assert.Equal(0L, await project.ValueAsync("select count(*) from pg_constraint where conrelid = 't'::regclass and contype = 'f'"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_can_not_be_pointed_to_is_refused_with_what_to_do(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table parent (id int primary key, txt text); create table t (id int primary key, p int); create view v as select * from parent");
        const string path = "/t/foreign-keys";

        await project.RefusedAsync(404, "42P01", "POST", "/nope/foreign-keys", Key("p", "parent", "id"));
        await project.RefusedAsync(404, "42P01", "GET", "/nope/foreign-keys");
        Assert.Equal("Perhaps you meant the column \"p\".", (await project.RefusedAsync(400, "42703", "POST", path, Key("q", "parent", "id"))).Hint);
        Assert.Equal("Perhaps you meant the table \"parent\".", (await project.RefusedAsync(400, "42P01", "POST", path, Key("p", "parents", "id"))).Hint);
        await project.RefusedAsync(400, "42703", "POST", path, Key("p", "parent", "ident"));
        Assert.StartsWith("Make \"txt\" of \"parent\" unique", (await project.RefusedAsync(400, "42830", "POST", path, Key("p", "parent", "txt"))).Hint, StringComparison.Ordinal);
        await project.RefusedAsync(400, "42809", "POST", path, Key("p", "v", "id"));
        await project.SqlAsync("create unique index on parent (txt)");
        await project.RefusedAsync(400, "42804", "POST", path, Key("p", "parent", "txt"));
        await project.RefusedAsync(400, "KB301", "POST", path, Key("", "parent", "id"));
        await project.RefusedAsync(400, "KB301", "POST", path, Key("p", "", "id"));
        await project.RefusedAsync(400, "KB002", "POST", path, """{"columnName": "p", "foreignTableName": "parent"}""");
        await project.RefusedAsync(400, "KB002", "POST", path, """{"columnName": "p", "foreignTableName": "parent", "foreignColumnName": "id", "onDelete": "EXPLODE"}""");
        await project.RefusedAsync(404, "3F000", "POST", path, """{"columnName": "p", "foreignTableName": "parent", "foreignColumnName": "id", "foreignSchema": "auth"}""");
        await project.ExpectAsync(201, "POST", path, """{"columnName": "p", "foreignTableName": "parent", "foreignColumnName": "id", "constraintName": "named"}""");
        await project.RefusedAsync(409, "42710", "POST", path, """{"columnName": "p", "foreignTableName": "parent", "foreignColumnName": "id", "constraintName": "named"}""");
        Assert.Equal("Perhaps you meant the foreign key \"named\".", (await project.RefusedAsync(404, "42704", "DELETE", "/t/foreign-keys/name")).Hint);
        await project.RefusedAsync(404, "42704", "DELETE", "/t/foreign-keys/t_pkey");
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_key_tells_nobody_of_a_table_that_he_does_not_see(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("""
            create table hidden (id int primary key);
            create table shown (id int primary key);
            create table t (id int primary key, h int references hidden (id), s int references shown (id), closed int references shown (id));
            revoke all on hidden, shown, t from anon, authenticated;
            grant select on shown to anon;
            grant select (id, h, s) on t to anon;
            """);

        var keys = await project.ExpectAsync(200, "GET", "/t/foreign-keys", caller: Caller.Anon);
        Assert.Equal(["s"], keys.EnumerateArray().Select(k => k.GetProperty("columnName").GetString()));
        Assert.Equal(3, (await project.ExpectAsync(200, "GET", "/t/foreign-keys", caller: Caller.Viewer)).GetArrayLength());
    }

    private static string Key(string column, string table, string foreign) => $$"""{"columnName": "{{column}}", "foreignTableName": "{{table}}", "foreignColumnName": "{{foreign}}"}""";
}
