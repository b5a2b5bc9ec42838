using System.Text.Json;
using Kolaybase.Tests.Sql.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Sql;

/// <summary>What is refused, and with which words.</summary>
public class RefusalTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [InlineData(Caller.Nobody, 401, "KB101")]
    [InlineData(Caller.Anon, 403, "KB105")]
    [InlineData(Caller.User, 403, "KB105")]
    [InlineData(Caller.Viewer, 403, "KB105")]
    [InlineData(Caller.Outsider, 404, "KB110")]
    [InlineData(Caller.Developer, 200, null)]
    [InlineData(Caller.Admin, 200, null)]
    [InlineData(Caller.Owner, 200, null)]
    [InlineData(Caller.Service, 200, null)]
    public async Task SQL_is_for_developers_and_the_service_key(Caller caller, int status, string? code)
    {
        var project = await hosts.ProjectAsync(15);
        var answer = await project.TrySqlAsync("select 1", caller: caller);
        Assert.Equal((status, code), (answer.Status, code is null ? null : answer.Json.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_service_key_opens_its_own_project_only_and_a_strangers_project_is_no_other_than_none()
    {
        var (mine, others) = (await hosts.ProjectAsync(15), await hosts.ProjectAsync(15));
        Task<Answer> Ask(Guid id, Caller caller) => mine.SendAsync("POST", "/api/sql/execute", JsonSerializer.Serialize(new { projectId = id, query = "select 1" }), caller);
        Assert.Equal((await Ask(Guid.CreateVersion7(), Caller.Service)).Text, (await Ask(others.Id, Caller.Service)).Text);
        Assert.Equal(403, (await Ask(others.Id, Caller.Service)).Status);
        Assert.Equal((await Ask(Guid.CreateVersion7(), Caller.Owner)).Text, (await Ask(others.Id, Caller.Owner)).Text);
        Assert.Equal(404, (await Ask(others.Id, Caller.Owner)).Status);
    }

    [Theory]
    [InlineData("""{"query":"select 1"}""", "KB002")]
    [InlineData("""{"projectId":"x","query":"select 1"}""", "KB002")]
    [InlineData("""{"projectId":"$","query":null}""", "KB002")]
    [InlineData("""{"projectId":"$","query":""}""", "KB002")]
    [InlineData("""{"projectId":"$","query":" ; -- nothing"}""", "KB002")]
    [InlineData("""{"projectId":"$","query":"select 1","page":0}""", "KB002")]
    [InlineData("""{"projectId":"$","query":"select 1","limit":0}""", "KB002")]
    [InlineData("""{"projectId":"$","query":"select 1","limit":10001}""", "KB002")]
    [InlineData("""{"projectId":"$","query":"select 1","params":{}}""", "KB002")]
    [InlineData("""{"projectId":"$","query":"select 1","parameters":[]}""", "KB002")]
    [InlineData("""{"projectId":"$","query":"select $1","params":["\ud800"]}""", "KB004")]
    [InlineData("""{"projectId":"$","query":"select $1","params":["a\u0000b"]}""", "KB004")]
    [InlineData("""{"projectId":"$","query":"select $1::text[]","params":[["\ud800"]]}""", "KB004")]
    [InlineData("""{"projectId":"$","query":"select '\u0000'"}""", "KB002")]
    [InlineData("""{"projectId":"$","query":""", "KB001")]
    public async Task A_body_that_makes_no_sense_is_told_what_is_wrong(string body, string code)
    {
        var project = await hosts.ProjectAsync(15);
        var answer = await project.SendAsync("POST", "/api/sql/execute", body.Replace("$\"", project.Id + "\"", StringComparison.Ordinal), Caller.Service);
        Assert.True(answer.Status == 400 && answer.Json.GetProperty("code").GetString() == code, $"{body}: {answer}");
    }

    [Fact]
    public async Task Texts_have_a_length_and_a_number_of_statements()
    {
        var project = await hosts.ProjectAsync(15);
        await project.RefusedSqlAsync("KB002", "select '" + new string('x', 500_000) + "'");
        await project.RefusedSqlAsync("KB002", string.Concat(Enumerable.Repeat("select 1;", 1001)));
        await project.RefusedSqlAsync("KB002", "select 1", [.. Enumerable.Repeat<object?>(1, 1001)]);
        Assert.Equal(413, (await project.TrySqlAsync(new string('x', 1_100_000))).Status);
        Assert.Equal(500_000 - 20, (await project.RunSqlAsync("select '" + new string('x', 500_000 - 20) + "' as x")).GetProperty("rows")[0].GetProperty("x").GetString()!.Length);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task An_error_says_where_it_is(int major)
    {
        var project = await hosts.ProjectAsync(major);
        Assert.Equal("At position 8 (line 1, column 8).", (await project.RefusedSqlAsync("42703", "select nope")).Details);
        Assert.Equal("At position 24 (line 3, column 10), statement 2 of 2.", (await project.RefusedSqlAsync("42703", "select 'é💧';\n\n  select nope")).Details);
        Assert.Equal("At position 1 (line 1, column 1).", (await project.RefusedSqlAsync("42601", "selec 1")).Details);
        await project.RunSqlAsync("create table t (id int primary key)");
        Assert.Equal("Key (id)=(1) already exists.", (await project.RefusedSqlAsync("23505", "insert into t values (1), (1)")).Details);
        Assert.Equal("h", (await project.RefusedSqlAsync("PT418", "do $$begin raise exception using message = 'm', hint = 'h', errcode = 'PT418'; end$$")).Hint);
    }

    [Theory]
    [InlineData("copy t from stdin")]
    [InlineData("copy t to stdout")]
    [InlineData("copy (select 1) to stdout (format csv)")]
    [InlineData("insert into t values (1); copy t to stdout; select 1")]
    [InlineData("begin; insert into t values (1); copy t from stdin; commit")]
    public async Task COPY_is_refused_in_words_and_nothing_is_done(string text)
    {
        foreach (var major in new[] { 15, 18 })
        {
            var project = await hosts.ProjectAsync(major);
            await project.RunSqlAsync("create table t (id int)");
            await project.RefusedSqlAsync("KB802", text);
            Assert.Equal("""[{"count":0}]""", await project.RowsAsync("select count(*) from t"));
        }
    }

    [Theory]
    [InlineData("select pg_terminate_backend(pg_backend_pid())", "57P01")]
    [InlineData("select pg_cancel_backend(pg_backend_pid()), pg_sleep(5)", "57014")]
    [InlineData("set statement_timeout = '50ms'; select pg_sleep(20)", "57014")]
    [InlineData("set idle_in_transaction_session_timeout = 1; begin; select pg_sleep(0.1); select 1", null)]
    [InlineData("select 1 / 0", "22012")]
    [InlineData("do $$begin raise exception 'x' using errcode = 'XX000'; end$$", "XX000")]
    [InlineData("do $$begin raise exception 'x' using errcode = '58030'; end$$", "58030")]
    [InlineData("do $$begin raise exception 'x' using errcode = '57P03'; end$$", "57P03")]
    [InlineData("do $$begin raise exception 'x' using errcode = '08006'; end$$", "08006")]
    [InlineData("do $$begin raise exception 'x' using errcode = '40P01'; end$$", "40P01")]
    [InlineData("select repeat('x', 2000000000)", "54000")]
    [InlineData("with recursive r as (select 1 union all select 1 from r) select (select count(*) from r) from pg_class", null)]
    [InlineData("set client_encoding = 'SQL_ASCII'; create table \"x\" (id int)", null)]
    [InlineData("select chr(0)", "54000")]
    [InlineData("create function f() returns int language sql as 'select f()'; select f()", null)]
    [InlineData("savepoint s", "25P01")]
    [InlineData("fetch all from nothing", "34000")]
    [InlineData("execute nothing", "26000")]
    [InlineData("commit prepared 'x'", null)]
    [InlineData("prepare transaction 'x'", null)]
    [InlineData("lock table pg_class", null)]
    [InlineData("set role none; reset session authorization; discard all", null)]
    [InlineData("deallocate all", null)]
    [InlineData("close all", null)]
    [InlineData("do $$begin commit; end$$", null)]
    [InlineData("\\d t", "42601")]
    [InlineData("select 'open", "42601")]
    [InlineData("select @x, :y, ?", "42601")]
    public async Task No_text_is_a_fault_of_ours(string text, string? code)
    {
        var project = await hosts.ProjectAsync(15);
        // Long ones end sooner than by the limit of the endpoint.
        var answer = await project.TrySqlAsync(text.StartsWith("with recursive", StringComparison.Ordinal) ? "set statement_timeout = '300ms'; " + text : text);
        Assert.True(answer.Status is 200 or 400, $"{answer} {project.Faults()}");
        Assert.True(code is null || (answer.Status == 400 && answer.Json.GetProperty("code").GetString() == code), $"{text}: {answer}");
        Assert.Equal("""[{"one":1}]""", await project.RowsAsync("select 1 as one"));
    }

    [Fact]
    public async Task An_encoding_that_is_none_of_JSON_is_refused()
    {
        var project = await hosts.ProjectAsync(18);
        await project.RefusedSqlAsync("KB803", "set client_encoding = 'LATIN1'; select chr(233) as e");
        Assert.Equal("""[{"e":"é"}]""", await project.RowsAsync("set client_encoding = 'UTF8'; select chr(233) as e"));
    }

    [Fact]
    public async Task Files_of_the_server_are_not_named()
    {
        var project = await hosts.ProjectAsync(15);
        var answer = await project.TrySqlAsync("create extension no_such_extension");
        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain("/", answer.Json.GetProperty("message").GetString() + answer.Json.GetProperty("details").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_text_is_in_the_log()
    {
        var project = await hosts.ProjectAsync(15);
        await project.RefusedSqlAsync("42703", "select 'a secret', nope_secret");
        await project.RefusedSqlAsync("22P02", "select $1::int", "another secret");
        await project.RefusedSqlAsync("KB802", "copy (select 'third secret') to stdout");
        Assert.DoesNotContain(project.Host.Api.Log.Entries, e => $"{e.Message} {e.Exception}".Contains("secret", StringComparison.Ordinal));
    }
}
