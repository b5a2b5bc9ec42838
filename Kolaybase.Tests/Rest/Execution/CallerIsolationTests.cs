using System.Net;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

public class CallerIsolationTests
{
    private const string Notes = """
        create table notes (id int primary key, owner_id uuid default auth.uid(), text text);
        alter table notes enable row level security;
        create policy own on notes to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
        grant all on notes to authenticated;
        insert into notes values (1, '00000000-0000-0000-0000-00000000000a', 'of a'), (2, '00000000-0000-0000-0000-00000000000b', 'of b');
        create table "nobody's" (id int);
        create view who as select current_user::text as role, coalesce(current_setting('request.jwt.claims', true), '') as claims,
            current_setting('request.method') as method, current_setting('request.path') as path, current_setting('statement_timeout') as timeout, current_schemas(false)::text as path_to;
        grant select on who to anon, authenticated;
        """;

    private static string Claims(char user) => $$"""{"role":"authenticated","sub":"00000000-0000-0000-0000-00000000000{{user}}"}""";

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Policies_decide_what_a_user_reads_and_writes(int major)
    {
        await using var host = await RestHost.StartAsync(major, Notes);

        Assert.Equal("""[{"id":1,"text":"of a"}]""", (await host.SendAsync("GET", "notes?select=id,text", "authenticated", claims: Claims('a'))).Body);
        Assert.Equal("""[{"id":2,"text":"of b"}]""", (await host.SendAsync("GET", "notes?select=id,text", "authenticated", claims: Claims('b'))).Body);
        Assert.Equal(2, (await host.GetAsync("notes")).Json.GetArrayLength());

        Assert.Equal("*/0", (await host.SendAsync("DELETE", "notes?id=eq.2", "authenticated", claims: Claims('a'), prefer: "count=exact")).ContentRange);
        Assert.Equal(
            (403, "42501"),
            (await host.SendAsync("POST", "notes", "authenticated", """{"id":3,"owner_id":"00000000-0000-0000-0000-00000000000b"}""", claims: Claims('a'))).Error);
        Assert.Equal(HttpStatusCode.Created, (await host.SendAsync("POST", "notes", "authenticated", """{"id":3}""", claims: Claims('a'))).Status);
        Assert.Equal("123", await host.Database.ScalarAsync<string>("select string_agg(id::text, '' order by id) from notes"));
    }

    [Theory]
    [InlineData("anon", 401)]
    [InlineData("authenticated", 403)]
    public async Task A_table_without_grants_shows_nothing(string role, int status)
    {
        await using var host = await RestHost.StartAsync(18, Notes);

        foreach (var method in new[] { "GET", "POST", "PATCH", "DELETE" })
        {
            var answer = await host.SendAsync(method, method is "GET" or "POST" ? "nobody's" : "nobody's?id=eq.1", role, method is "POST" or "PATCH" ? """{"id":1}""" : null);
            Assert.Equal((status, "42501"), answer.Error);
        }

        Assert.Equal(status, (int)(await host.SendAsync("HEAD", "nobody's", role)).Status);
    }

    [Fact]
    public async Task A_request_runs_as_its_caller_with_its_settings()
    {
        await using var host = await RestHost.StartAsync(18, Notes);

        Assert.Equal(
            """[{"role":"anon","claims":"{\"role\":\"anon\"}","method":"GET","path":"/api/rest/v1/who","timeout":"3s","path_to":"{public}"}]""",
            (await host.GetAsync("who", "anon")).Expect(HttpStatusCode.OK).Body);
        Assert.Equal("8s", (await host.GetAsync("who", "authenticated")).Json[0].GetProperty("timeout").GetString());
        Assert.Equal("1min", (await host.GetAsync("who")).Json[0].GetProperty("timeout").GetString());
    }

    [Theory]
    [InlineData("who?select=role")]
    [InlineData("who?select=none")]
    [InlineData("notes?id=eq.abc")]
    public async Task Nothing_of_a_request_is_left_on_its_connection(string first)
    {
        await using var host = await RestHost.StartAsync(18, Notes, connections: 1);
        await host.SendAsync("GET", first, "authenticated", claims: Claims('a'));

        await using var connection = await host.Database.OpenAuthenticatorAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand(
            "select current_user = session_user and coalesce(current_setting('request.jwt.claims', true), '') = '' and coalesce(current_setting('request.path', true), '') = '' and current_setting('statement_timeout') = '0' and current_setting('transaction_read_only') = 'off'",
            connection);
        Assert.Equal(true, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Callers_that_take_turns_on_one_connection_see_only_their_own()
    {
        await using var host = await RestHost.StartAsync(18, Notes, connections: 1);

        await Parallel.ForAsync(0, 60, TestContext.Current.CancellationToken, async (i, _) =>
        {
            var user = i % 2 == 0 ? 'a' : 'b';
            var answer = i % 3 == 0
                ? await host.SendAsync("GET", "who?select=role,claims", "anon")
                : await host.SendAsync("GET", "notes?select=text", "authenticated", claims: Claims(user));
            Assert.Equal(i % 3 == 0 ? """[{"role":"anon","claims":"{\"role\":\"anon\"}"}]""" : $$"""[{"text":"of {{user}}"}]""", answer.Body);
        });
    }
}
