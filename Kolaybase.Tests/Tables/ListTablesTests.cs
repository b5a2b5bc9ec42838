using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

public class ListTablesTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Small_tables_are_counted_and_large_ones_estimated(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("""
            create table empty (id int);
            create table small as select from generate_series(1, 1000);
            create table large as select g as id from generate_series(1, 20000) g;
            create table analysed as select g as id from generate_series(1, 20000) g;
            create table parted (id int) partition by range (id);
            create table parted_1 partition of parted for values from (0) to (10);
            insert into parted values (1), (2);
            create view seen as select id from analysed;
            create view broken as select 1 / (id - id) as n from empty where id = 1 / 0;
            create materialized view kept as select g as id from generate_series(1, 7) g;
            create materialized view unread as select 1 as n with no data;
            comment on table small is 'It''s small';
            alter table small enable row level security;
            grant select on all tables in schema public to service_role;
            """);
        await project.SqlAsync("analyze analysed");

        var tables = (await project.ExpectAsync(200, "GET")).EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!);

        Assert.Equal(["analysed", "broken", "empty", "kept", "large", "parted", "parted_1", "seen", "small", "unread"], tables.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["broken view", "kept materialized-view", "parted partitioned-table", "seen view", "unread materialized-view"],
            tables.Values.Select(t => $"{t.GetProperty("name")} {t.GetProperty("kind")}").Where(t => !t.EndsWith(" table", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal((7, false), (tables["kept"].GetProperty("rowCount").GetInt64(), tables["kept"].GetProperty("rowCountIsEstimate").GetBoolean()));
        Assert.Equal((20000, true), (tables["seen"].GetProperty("rowCount").GetInt64(), tables["seen"].GetProperty("rowCountIsEstimate").GetBoolean()));
        Assert.True(tables["broken"].GetProperty("rowCountIsEstimate").GetBoolean());
        Assert.Equal("""{"name":"small","schema":"public","rowCount":1000,"rowCountIsEstimate":false,"rlsEnabled":true,"comment":"It's small","kind":"table"}""", tables["small"].GetRawText());
        Assert.Equal("""{"name":"empty","schema":"public","rowCount":0,"rowCountIsEstimate":false,"rlsEnabled":false,"comment":null,"kind":"table"}""", tables["empty"].GetRawText());
        Assert.Equal(2, tables["parted"].GetProperty("rowCount").GetInt64());
        Assert.Equal((20000, true), (tables["analysed"].GetProperty("rowCount").GetInt64(), tables["analysed"].GetProperty("rowCountIsEstimate").GetBoolean()));
        Assert.True(tables["large"].GetProperty("rowCountIsEstimate").GetBoolean());
        Assert.InRange(tables["large"].GetProperty("rowCount").GetInt64(), 1001, 200_000);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Callers_see_the_tables_that_their_role_may_use_and_count_the_rows_that_it_may_see(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync($"""
            create table closed (id int);
            insert into closed values (1);
            create table open (id int, owner uuid);
            insert into open values (1, '{project.UserId}'), (2, null), (3, null);
            alter table open enable row level security;
            create policy mine on open using (owner = auth.uid());
            grant select on open to anon, authenticated;
            create table inbox (id int);
            grant insert on inbox to anon;
            create table one_column (seen int, unseen int);
            insert into one_column values (1, 2);
            grant select (seen) on one_column to anon;
            """);

        Assert.Equal("inbox:0 one_column:1 open:0", await ListAsync(project, Caller.Anon));
        Assert.Equal("open:1", await ListAsync(project, Caller.User));
        Assert.Equal("closed inbox one_column open", string.Join(' ', (await project.ExpectAsync(200, "GET")).EnumerateArray().Select(t => t.GetProperty("name").GetString())));
        Assert.Equal(["seen"], (await project.ExpectAsync(200, "GET", "/one_column/columns", caller: Caller.Anon)).EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal(["seen", "unseen"], (await project.ExpectAsync(200, "GET", "/one_column/columns", caller: Caller.Viewer)).EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        var secret = await project.RefusedAsync(404, "42P01", "GET", "/closd/columns", caller: Caller.Anon);
        Assert.Null(secret.Hint);
        await project.RefusedAsync(404, "42P01", "GET", "/closed/columns", caller: Caller.Anon);
        await project.RefusedAsync(404, "42P01", "GET", "/closed/rows", caller: Caller.Anon);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Schemas_are_listed_one_by_one(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create schema app; create schema empty; create table app.t (id int)");

        Assert.Equal("t:0", await ListAsync(project, Caller.Service, "?schema=app"));
        Assert.Equal("", await ListAsync(project, Caller.Service, "?schema=empty"));
        Assert.Equal("Perhaps you meant the schema \"app\".", (await project.RefusedAsync(404, "3F000", "GET", "?schema=ap")).Hint);
        Assert.Null((await project.RefusedAsync(404, "3F000", "GET", "?schema=ap", caller: Caller.Anon)).Hint);
        await project.RefusedAsync(404, "3F000", "GET", "?schema=app", caller: Caller.Anon);
        await project.RefusedAsync(404, "3F000", "GET", "?schema=pg_catalog");
        await project.RefusedAsync(404, "3F000", "GET", "/pg_authid/rows?schema=pg_catalog");
        await project.RefusedAsync(400, "KB301", "GET", "?schema=" + new string('x', 64));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_table_that_is_locked_does_not_hold_up_the_list(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table free as select 1 as id; create table busy as select 1 as id; grant select on free, busy to service_role");
        await project.SqlAsync("analyze busy");
        await using var connection = await project.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new Npgsql.NpgsqlCommand("lock table busy in access exclusive mode", connection, transaction))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var tables = await project.ExpectAsync(200, "GET");

        Assert.Equal(["busy:1:True", "free:1:False"], tables.EnumerateArray().Select(t => $"{t.GetProperty("name")}:{t.GetProperty("rowCount")}:{t.GetProperty("rowCountIsEstimate")}"));
    }

    private static async Task<string> ListAsync(TablesProject project, Caller caller, string query = "") => string.Join(
        ' ',
        (await project.ExpectAsync(200, "GET", query, caller: caller)).EnumerateArray().Select(t => $"{t.GetProperty("name")}:{t.GetProperty("rowCount")}"));
}
