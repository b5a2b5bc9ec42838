using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Sql;

/// <summary>Contract, section 7.</summary>
public class SqlScenarios
{
    private const string Execute = "/api/sql/execute";
    private const string Migrations = "/api/sql/migrations";

    [Fact]
    public async Task A_member_and_the_service_key_run_SQL_and_the_data_API_sees_it()
    {
        var (member, project) = await StartAsync();
        var made = (await member.PostAsync(Execute, new { projectId = project.Id, query = "create table news (id int primary key, title text); insert into news values (1, 'hello'), (2, 'world'); grant select on news to anon" })).Expect(200);
        Assert.Equal([0, 2, 0], made.Json.GetProperty("resultSets").EnumerateArray().Select(s => s.GetProperty("rowCount").GetInt32()));
        (await member.AsAnon(project).GetAsync("/api/rest/v1/news?id=eq.1")).Expect(200).MustBe("""[{"id":1,"title":"hello"}]""");

        var read = (await member.AsService(project).PostAsync(Execute, new { projectId = project.Id, query = "select id, title, 1.50::numeric as n from news where id >= $1 order by id", @params = new object[] { 1 }, limit = 1 })).Expect(200).Json;
        Assert.Equal("""[{"id":1,"title":"hello","n":1.50}]""", read.GetProperty("rows").GetRawText());
        Assert.Equal("""[{"name":"id","type":"integer"},{"name":"title","type":"text"},{"name":"n","type":"numeric"}]""", read.GetProperty("columns").GetRawText());
        Assert.Equal((2, true), (read.GetProperty("rowCount").GetInt32(), read.GetProperty("truncated").GetBoolean()));
        Assert.False(read.TryGetProperty("resultSets", out _));
    }

    [Fact]
    public async Task A_fault_is_told_with_its_SQLSTATE_and_its_place()
    {
        var (member, project) = await StartAsync();
        Assert.StartsWith("At position 8 ", (await member.PostAsync(Execute, new { projectId = project.Id, query = "select nope" })).Expect(400, "42703").Text("details"), StringComparison.Ordinal);
        (await member.PostAsync(Execute, new { projectId = project.Id, query = "create table t (id int); select 1 / 0" })).Expect(400, "22012");
        (await member.PostAsync(Execute, new { projectId = project.Id, query = "select * from t" })).Expect(400, "42P01");
        (await member.PostAsync(Execute, new { projectId = project.Id, query = "select 1; select $1", @params = new[] { 1 } })).Expect(400, "KB801");
        (await member.PostAsync(Execute, new { projectId = project.Id, query = "copy (select 1) to stdout" })).Expect(400, "KB802");
        (await member.PostAsync(Execute, new { projectId = project.Id, query = "select pg_read_file('/etc/passwd')" })).Expect(400, "42501").MustNotContain("root:");
        (await member.PostAsync(Execute, new { query = "select 1" })).Expect(400, "KB002");
        (await member.GetAsync(Execute)).Expect(405, "KB405");
    }

    [Fact]
    public async Task Nobody_else_runs_SQL()
    {
        var (member, project) = await StartAsync();
        var call = new { projectId = project.Id, query = "create table planted ()" };
        (await member.AsAnon(project).PostAsync(Execute, call)).Expect(403, "KB105");
        (await member.AsNobody().PostAsync(Execute, call)).Expect(401, "KB101");
        (await (await member.SignUpAsync()).PostAsync(Execute, call)).Expect(404, "KB110");
        var others = await member.CreateProjectAsync("others");
        (await member.AsService(others).PostAsync(Execute, call)).Expect(403, "KB106");
        (await member.PostAsync(Execute, new { projectId = project.Id, query = "select to_regclass('planted')::text as t" })).Expect(200).MustNotContain("\"planted\"");
    }

    [Fact]
    public async Task Migrations_are_applied_once()
    {
        var (member, project) = await StartAsync();
        var one = new { projectId = project.Id, name = "001 news", sql = "create table news (id int primary key)" };
        var applied = (await member.PostAsync(Migrations, one)).Expect(201);
        (await member.PostAsync(Migrations, one)).Expect(200).MustBe(applied.Body);
        (await member.PostAsync(Migrations, one with { sql = "create table news (id int8)" })).Expect(409, "KB804");
        (await member.PostAsync(Migrations, one with { name = "002", sql = "begin; select 1" })).Expect(400, "KB805");
        (await member.GetAsync($"{Migrations}?projectId={project.Id}")).Expect(200).MustBe($"[{applied.Body}]");
        (await member.AsAnon(project).GetAsync($"{Migrations}?projectId={project.Id}")).Expect(403, "KB105");
        (await member.AsService(project).GetAsync("/api/rest/v1/applied")).Expect(404, "PGRST205");
    }

    private static async Task<(AcceptanceClient Member, AcceptanceProject Project)> StartAsync()
    {
        var member = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        return (member, await member.CreateProjectAsync());
    }
}
