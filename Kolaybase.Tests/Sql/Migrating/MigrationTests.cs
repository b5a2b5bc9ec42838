using System.Text.Json;
using Kolaybase.Tests.Sql.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Sql.Migrating;

public class MigrationTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_migration_is_applied_once_and_listed_in_order(int major)
    {
        var project = await hosts.ProjectAsync(major);
        Assert.Equal("[]", (await ListAsync(project)).Text);
        var first = await ApplyAsync(project, "b first", "create table t (id int primary key); insert into t values (1)");
        Assert.Equal(201, first.Status);
        Assert.Equal(["name", "checksum", "appliedAt", "duration"], first.Json.EnumerateObject().Select(m => m.Name));
        Assert.Equal(201, (await ApplyAsync(project, "a second", "insert into t values (2)")).Status);

        var again = await ApplyAsync(project, "b first", "create table t (id int primary key); insert into t values (1)");
        Assert.Equal((200, first.Text), (again.Status, again.Text));
        Assert.Equal(["b first", "a second"], (await ListAsync(project)).Json.EnumerateArray().Select(m => m.GetProperty("name").GetString()));
        Assert.Equal("""[{"id":1},{"id":2}]""", await project.RowsAsync("select * from t order by id"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Another_text_of_a_name_is_refused(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await ApplyAsync(project, "one", "create table t (id int)");
        Refused(409, "KB804", await ApplyAsync(project, "one", "create table t (id int8)"));
        Assert.Single((await ListAsync(project)).Json.EnumerateArray());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task One_that_fails_leaves_nothing_and_may_come_again(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var refused = await ApplyAsync(project, "one", "create table t (id int);\nselect nope");
        Refused(400, "42703", refused);
        Assert.Equal("At position 33 (line 2, column 8), statement 2 of 2.", refused.Json.GetProperty("details").GetString());
        Assert.Equal("""[{"t":null}]""", await project.RowsAsync("select to_regclass('t') t"));
        Assert.Equal("[]", (await ListAsync(project)).Text);
        Assert.Equal(201, (await ApplyAsync(project, "one", "create table t (id int)")).Status);

        await project.RunSqlAsync("create table p (id int primary key); create table c (p int references p deferrable initially deferred)");
        Refused(400, "23503", await ApplyAsync(project, "deferred", "insert into c values (1)"));
        Assert.Single((await ListAsync(project)).Json.EnumerateArray());
    }

    [Theory]
    [InlineData("begin; create table t (id int); commit", "KB805")]
    [InlineData("create table t (id int); commit; select 1", "KB805")]
    [InlineData("create table t (id int); rollback", "KB805")]
    [InlineData("do $$begin create table t (id int); commit; end$$", "2D000")]
    [InlineData("create table t (id int); copy t from stdin", "KB802")]
    [InlineData("create table t (id int); create index concurrently on t (id)", "25001")]
    [InlineData(" ", "KB002")]
    public async Task It_is_one_transaction(string sql, string code)
    {
        var project = await hosts.ProjectAsync(18);
        Refused(400, code, await ApplyAsync(project, "one", sql));
        Assert.Equal("""[{"t":null}]""", await project.RowsAsync("select to_regclass('t') t"));
        Assert.Equal("[]", (await ListAsync(project)).Text);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_statement_that_no_transaction_may_hold_is_one_without(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.RunSqlAsync("create table t (id int)");
        Refused(400, "KB002", await ApplyAsync(project, "index", "select 1; create index concurrently i on t (id)", transaction: false));
        Assert.Equal(201, (await ApplyAsync(project, "index", "create index concurrently i on t (id)", transaction: false)).Status);
        Assert.Equal(200, (await ApplyAsync(project, "index", "create index concurrently i on t (id)", transaction: false)).Status);
        Refused(400, "42P07", await ApplyAsync(project, "index again", "create index concurrently i on t (id)", transaction: false));
        Assert.Single((await ListAsync(project)).Json.EnumerateArray());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Of_many_at_once_each_is_applied_once(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.RunSqlAsync("create table t (id int)");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => ApplyAsync(project, "same", "insert into t values (1)")));
        Assert.Equal([200, 200, 200, 201], answers.Select(a => a.Status).Order());
        Assert.Equal("""[{"count":1}]""", await project.RowsAsync("select count(*) from t"));
    }

    [Fact]
    public async Task One_that_waits_too_long_for_its_turn_is_told_so()
    {
        await using var host = await TablesHost.StartAsync(18, ("Kolaybase:Sql:LockSeconds", "1"));
        var project = await TablesProject.CreateAsync(host);
        await ApplyAsync(project, "one", "select 1");
        await using var holder = await project.OpenAsync();
        await using (var command = new Npgsql.NpgsqlCommand($"select pg_advisory_lock({0x6b6f6c6179_11})", holder))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Refused(409, "KB806", await ApplyAsync(project, "two", "select 1"));
        Assert.Single((await ListAsync(project)).Json.EnumerateArray());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task The_notes_are_the_owners_and_no_role_of_the_data_API_reads_them(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await ApplyAsync(project, "one", "select 1");
        Assert.Equal(404, (await project.RestAsync("GET", "/applied", caller: Caller.Service)).Status);
        foreach (var role in new[] { "anon", "authenticated", "service_role" })
        {
            Assert.Equal("""[{"s":false,"t":false}]""", await project.RowsAsync($"select has_schema_privilege('{role}', 'kolaybase_migrations', 'usage') s, has_table_privilege('{role}', 'kolaybase_migrations.applied', 'select') t"));
        }

        Assert.Equal("""[{"name":"one"}]""", await project.RowsAsync("select name from kolaybase_migrations.applied"));
        // What its owner does to it is told, and no fault of ours.
        await project.RunSqlAsync("alter table kolaybase_migrations.applied alter column checksum drop not null; update kolaybase_migrations.applied set checksum = null");
        Refused(409, "KB807", await ListAsync(project));
        Refused(409, "KB807", await ApplyAsync(project, "one", "select 1"));
        await project.RunSqlAsync("update kolaybase_migrations.applied set checksum = ''; alter table kolaybase_migrations.applied alter column duration_ms type text");
        Refused(409, "KB807", await ListAsync(project));
        await project.RunSqlAsync("alter table kolaybase_migrations.applied alter column duration_ms type float8 using 1; create function skip() returns trigger language plpgsql as 'begin return null; end'; create trigger skip before insert on kolaybase_migrations.applied for each row execute function skip()");
        Refused(409, "KB807", await ApplyAsync(project, "two", "create table made (id int)"));
        await project.RefusedSqlAsync("42P01", "select from made");
        await project.RunSqlAsync("drop trigger skip on kolaybase_migrations.applied");
        await project.RunSqlAsync("alter table kolaybase_migrations.applied drop column checksum");
        Refused(400, "42703", await ApplyAsync(project, "two", "select 1"));
        Refused(400, "42703", await ListAsync(project));
        await project.RunSqlAsync("drop schema kolaybase_migrations cascade");
        Assert.Equal(201, (await ApplyAsync(project, "two", "select 1")).Status);
    }

    [Theory]
    [InlineData("", "select 1")]
    [InlineData(" padded", "select 1")]
    [InlineData("two\nlines", "select 1")]
    public async Task Names_are_one_line(string name, string sql) => Refused(400, "KB002", await ApplyAsync(await hosts.ProjectAsync(15), name, sql));

    [Fact]
    public async Task Developers_apply_and_all_members_read()
    {
        var project = await hosts.ProjectAsync(15);
        Assert.Equal(new List<int> { 401, 403, 403, 403, 404, 201 }, await Task.WhenAll(new[] { Caller.Nobody, Caller.Anon, Caller.User, Caller.Viewer, Caller.Outsider, Caller.Developer }
            .Select(async caller => (await ApplyAsync(project, "one", "select 1", caller: caller)).Status)));
        Assert.Equal(new List<int> { 401, 403, 403, 404, 200, 200 }, await Task.WhenAll(new[] { Caller.Nobody, Caller.Anon, Caller.User, Caller.Outsider, Caller.Viewer, Caller.Service }
            .Select(async caller => (await ListAsync(project, caller)).Status)));
        Assert.Equal(400, (await project.SendAsync("GET", "/api/sql/migrations", null, Caller.Service)).Status);
        Assert.Equal(400, (await project.SendAsync("GET", $"/api/sql/migrations?projectId={project.Id}&projectId={project.Id}", null, Caller.Service)).Status);
    }

    private static Task<Answer> ApplyAsync(TablesProject project, string name, string sql, bool? transaction = null, Caller caller = Caller.Service) =>
        project.SendAsync("POST", "/api/sql/migrations", JsonSerializer.Serialize(transaction is null ? (object)new { projectId = project.Id, name, sql } : new { projectId = project.Id, name, sql, transaction }), caller);

    private static Task<Answer> ListAsync(TablesProject project, Caller caller = Caller.Service) =>
        project.SendAsync("GET", $"/api/sql/migrations?projectId={project.Id}", null, caller);

    private static void Refused(int status, string code, Answer answer) =>
        Assert.True(answer.Status == status && answer.Json.GetProperty("code").GetString() == code, $"{status} {code} expected, got {answer}");
}
