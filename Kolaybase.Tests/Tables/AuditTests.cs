using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

public class AuditTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    [Fact]
    public async Task Every_schema_change_is_noted_with_who_and_from_where_and_without_values()
    {
        var project = await hosts.ProjectAsync(15);
        await project.ExpectAsync(201, "POST", "", """{"name": "t", "columns": [{"name": "id", "type": "int", "isPrimary": true, "defaultValue": 4711}]}""", Caller.Developer);
        await project.ExpectAsync(201, "POST", "/t/columns", """{"name": "c", "type": "int"}""");
        await project.ExpectAsync(200, "PUT", "/t/columns/c", """{"type": "text"}""");
        await project.ExpectAsync(201, "POST", "/t/columns", """{"name": "p", "type": "int"}""");
        await project.ExpectAsync(201, "POST", "/t/foreign-keys", """{"columnName": "p", "foreignTableName": "t", "foreignColumnName": "id"}""");
        await project.ExpectAsync(200, "DELETE", "/t/foreign-keys/t_p_fkey");
        await project.ExpectAsync(200, "DELETE", "/t/columns/c");
        await project.ExpectAsync(200, "DELETE", "/t", caller: Caller.Owner);

        var answer = await project.ProjectCallAsync("GET", "/activity", Caller.Viewer);

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            ["table.drop public.t", "column.drop public.t.c", "foreign-key.drop public.t.t_p_fkey", "foreign-key.add public.t.p", "column.add public.t.p", "column.change public.t.c", "column.add public.t.c", "table.create public.t"],
            answer.Json.EnumerateArray().Select(e => $"{e.GetProperty("action")} {e.GetProperty("subject")}"));
        Assert.All(answer.Json.EnumerateArray(), e => Assert.Equal(("done", "127.0.0.1"), (e.GetProperty("outcome").GetString(), e.GetProperty("address").GetString())));
        var created = answer.Json[7];
        Assert.Equal(project.MemberId(TeamRole.Developer), created.GetProperty("accountId").GetGuid());
        Assert.Equal($"{project.MemberId(TeamRole.Developer):N}@example.com", created.GetProperty("email").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.Json[1].GetProperty("accountId").ValueKind);
        Assert.DoesNotContain("4711", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_refused_and_rows_leave_no_entry()
    {
        var project = await hosts.ProjectAsync(15);
        await project.SqlAsync("create table t (id int primary key, c text); insert into t values (1, 'x'), (2, 'x')");
        await project.RefusedAsync(409, "23505", "PUT", "/t/columns/c", """{"isUnique": true}""");
        await project.RefusedAsync(404, "42P01", "DELETE", "/nope");
        await project.RefusedAsync(403, "KB105", "DELETE", "/t", caller: Caller.Anon);
        await project.ExpectAsync(201, "POST", "/t/rows", """{"id": 3}""");

        Assert.Equal("[]", (await project.ProjectCallAsync("GET", "/activity", Caller.Viewer)).Text);
    }

    [Fact]
    public async Task Who_is_no_member_does_not_read_it_and_pages_are_bounded()
    {
        var project = await hosts.ProjectAsync(15);
        foreach (var (caller, status) in new[] { (Caller.Nobody, 401), (Caller.Anon, 401), (Caller.Service, 401), (Caller.User, 401), (Caller.Outsider, 404), (Caller.Viewer, 200) })
        {
            Assert.Equal(status, (await project.ProjectCallAsync("GET", "/activity", caller)).Status);
        }

        foreach (var query in new[] { "?limit=0", "?limit=201", "?limit=x", "?cursor=x", "?limit=1&limit=2" })
        {
            var answer = await project.ProjectCallAsync("GET", "/activity" + query, Caller.Viewer);
            Assert.True(answer.Status == 400 && answer.Text.Contains("KB003", StringComparison.Ordinal), $"{query}: {answer}");
        }
    }

    [Fact]
    public async Task A_change_that_can_not_be_noted_is_not_made()
    {
        // Of its own: the control database is broken for everybody on it.
        await using var host = await TablesHost.StartAsync(15);
        var project = await TablesProject.CreateAsync(host);
        await project.SqlAsync("create table t (id int primary key)");
        await project.ControlSqlAsync("alter table audit_entries add constraint broken check (false)");

        var refusal = await project.RefusedAsync(503, "KB503", "DELETE", "/t");
        Assert.Contains("nothing was changed", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await project.ValueAsync("select count(*) from pg_class where relname = 't'"));
    }

    [Fact]
    public async Task A_change_whose_end_can_not_be_noted_is_made_and_its_entry_stays_pending()
    {
        await using var host = await TablesHost.StartAsync(15);
        var project = await TablesProject.CreateAsync(host);
        await project.SqlAsync("create table t (id int primary key)");
        await project.ControlSqlAsync("alter table audit_entries add constraint broken check (outcome = 'Pending')");

        await project.ExpectAsync(200, "DELETE", "/t");

        var entry = Assert.Single((await project.ProjectCallAsync("GET", "/activity", Caller.Viewer)).Json.EnumerateArray());
        Assert.Equal(("table.drop", "pending"), (entry.GetProperty("action").GetString(), entry.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task A_commit_that_fails_is_noted_as_failed()
    {
        var project = await hosts.ProjectAsync(15);
        await project.SqlAsync("""
            create table t (id int primary key, c int);
            create table log (id int primary key);
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not today'; end $$;
            create constraint trigger late after insert on log deferrable initially deferred for each row execute function refuse();
            create function note() returns event_trigger language plpgsql as $$ begin insert into public.log values (1); end $$;
            """);
        await project.SuperuserSqlAsync("create event trigger refuses_at_commit on ddl_command_end execute function public.note()");

        await project.RefusedAsync(400, "P0001", "DELETE", "/t/columns/c");
        var entry = Assert.Single((await project.ProjectCallAsync("GET", "/activity", Caller.Viewer)).Json.EnumerateArray());
        Assert.Equal("failed", entry.GetProperty("outcome").GetString());
    }
}
