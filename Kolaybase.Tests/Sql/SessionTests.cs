using System.Text;
using System.Text.Json;
using Kolaybase.Tests.Sql.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Sql;

/// <summary>Sessions: what one call leaves for the next (nothing), how long they live, how many there are.</summary>
public class SessionTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    private const string Sessions = "select count(*)::int from pg_stat_activity where datname = current_database() and application_name = 'kolaybase sql'";

    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Nothing_of_a_text_is_there_for_the_next(int major)
    {
        var project = await hosts.ProjectAsync(major);
        foreach (var (leave, look, expected) in new[]
        {
            ("set search_path = pg_catalog; set statement_timeout = 0", "select current_setting('statement_timeout') as x", "30s"),
            ("set my.secret = 'left'", "select current_setting('my.secret', true) as x", null),
            ("create temp table left_over (id int)", "select to_regclass('left_over')::text as x", null),
            ("prepare left_over as select 1", "select min(name) as x from pg_prepared_statements", null),
            ("listen left_over", "select min(l) as x from pg_listening_channels() l", null),
            ("select pg_advisory_lock(7)", "select pg_try_advisory_lock(7)::text as x", "true"),
            ("begin; create table open_transaction (id int)", "select to_regclass('open_transaction')::text as x", null),
            ("declare c cursor with hold for select 1", "select min(name) as x from pg_cursors where name <> ''", null),
            ("set session characteristics as transaction read only", "select current_setting('transaction_read_only') as x", "off"),
            ("select pg_advisory_lock(7), 1 / 0", "select pg_try_advisory_lock(7)::text as x", "true"),
        })
        {
            // Some of them fail at the end, having left it behind before.
            await project.TrySqlAsync(leave);
            Assert.Equal(JsonSerializer.Serialize(new[] { new { x = expected } }), await project.RowsAsync(look));
        }
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task The_session_is_the_owners_own_login(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var owner = project.Provisioned.Ref.Database.OwnerRole;
        Assert.Equal($$"""[{"c":"{{owner}}","s":"{{owner}}","d":"{{project.Provisioned.Ref.Database.Name}}","su":"off"}]""", await project.RowsAsync("select current_user as c, session_user as s, current_database() as d, current_setting('is_superuser') as su"));
        await project.SqlAsync($"alter role {owner} in database {project.Provisioned.Ref.Database.Name} set default_transaction_read_only = on; alter role {owner} in database {project.Provisioned.Ref.Database.Name} set statement_timeout = 1");
        await project.RunSqlAsync("create table writable (id int); select pg_sleep(0.05)");
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_session_ends_with_its_call(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.RunSqlAsync("select 1");
        await project.RefusedSqlAsync("22012", "begin; select 1 / 0");
        await EventuallyAsync("the session has ended", async () => Equals(0, await project.ValueAsync(Sessions)));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_statement_ends_when_its_caller_goes_away(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.RunSqlAsync("create table t (id int)");
        using var leaving = new CancellationTokenSource();
        var call = SendAsync(project.Host, project, "insert into t values (1); select pg_sleep(25)", leaving.Token);
        await EventuallyAsync("the statement runs", async () => Equals(1, await project.ValueAsync($"{Sessions} and query like '%pg_sleep%'")));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await EventuallyAsync("the session has ended", async () => Equals(0, await project.ValueAsync(Sessions)));
        Assert.Equal(0L, await project.ValueAsync("select count(*) from t"));
    }

    [Fact]
    public async Task A_call_has_an_end_whatever_its_text_sets_and_catches()
    {
        await using var host = await TablesHost.StartAsync(18, ("Kolaybase:Sql:CallSeconds", "1"));
        var project = await TablesProject.CreateAsync(host);
        var started = TimeProvider.System.GetTimestamp();
        await project.RefusedSqlAsync("57014", "set statement_timeout = 0; select pg_sleep(60)");
        await project.RefusedSqlAsync("57014", "set statement_timeout = 0; do $$begin loop begin perform pg_sleep(60); exception when query_canceled then null; end; end loop; end$$");
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(40));
        // The server has looked for us and gone, too.
        await EventuallyAsync("the session has ended", async () => Equals(0, await project.ValueAsync(Sessions)));
    }

    [Fact]
    public async Task A_statement_has_an_end_and_so_has_waiting_for_a_lock()
    {
        await using var host = await TablesHost.StartAsync(15, ("Kolaybase:Sql:StatementSeconds", "1"), ("Kolaybase:Sql:LockSeconds", "1"));
        var project = await TablesProject.CreateAsync(host);
        Assert.Contains("statement_timeout", (await project.RefusedSqlAsync("57014", "select pg_sleep(20)")).Hint, StringComparison.Ordinal);
        await project.RunSqlAsync("create table t (id int)");
        await using var holder = await project.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new Npgsql.NpgsqlCommand("lock table t", holder, transaction))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await project.RefusedSqlAsync("55P03", "set statement_timeout = 0; alter table t add c int");
    }

    [Fact]
    public async Task A_project_has_so_many_sessions_at_once_and_keeps_no_other_from_its_own()
    {
        await using var host = await TablesHost.StartAsync(18, ("Kolaybase:ProjectConnections:SqlPerProject", "2"));
        var (busy, other) = (await TablesProject.CreateAsync(host), await TablesProject.CreateAsync(host));
        using var leaving = new CancellationTokenSource();
        var long1 = SendAsync(host, busy, "select pg_sleep(25)", leaving.Token);
        var long2 = SendAsync(host, busy, "select pg_sleep(25)", leaving.Token);
        await EventuallyAsync("both run", async () => Equals(2, await busy.ValueAsync(Sessions)));

        var refused = await busy.TrySqlAsync("select 1");
        Assert.Equal((503, "KB503"), (refused.Status, refused.Json.GetProperty("code").GetString()));
        Assert.Equal("""[{"one":1}]""", await other.RowsAsync("select 1 as one"));
        Assert.Equal(200, (await busy.CallAsync("GET")).Status);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(long1, long2));
        await EventuallyAsync("there is room again", async () => (await busy.TrySqlAsync("select 1")).Status == 200);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Many_calls_at_once_and_one_after_another_all_have_their_own_answer(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.RunSqlAsync("create table t (id int primary key)");
        await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
            Assert.Equal($$"""[{"id":{{i}}}]""", await project.RowsAsync($"insert into t values ($1) returning id", i)));
        Assert.Equal("""[{"count":60}]""", await project.RowsAsync("select count(*) from t"));
    }

    private static Task EventuallyAsync(string what, Func<Task<bool>> condition) => Eventually.TrueAsync(condition, what, TestContext.Current.CancellationToken);

    private static async Task<HttpResponseMessage> SendAsync(TablesHost host, TablesProject project, string query, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sql/execute");
        request.Headers.Add("apikey", project.Provisioned.ServiceKey);
        request.Content = new StringContent(JsonSerializer.Serialize(new { projectId = project.Id, query }), Encoding.UTF8, "application/json");
        return await host.Api.Client.SendAsync(request, cancellationToken);
    }
}
