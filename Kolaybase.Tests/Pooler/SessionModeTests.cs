using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Pooler;

/// <summary>Kolaybase itself by way of PgBouncer in session mode: API, workers and the control database.</summary>
[Collection(PoolerFixture.Collection)]
public sealed class SessionModeTests(PoolerFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tables_SQL_data_users_and_objects_work()
    {
        var project = await fixture.CreateAsync();
        var tables = $"/api/projects/{project.Id}/tables";
        (await fixture.Owner.PostAsync(tables, new { name = "notes", access = "public-read", columns = new[] { new { name = "title", type = "text" } } })).Expect(201);
        var service = new EndUserClient(fixture.Api.Client, project.ServiceKey);
        (await service.SendAsync(HttpMethod.Post, "/api/rest/v1/notes", new { title = "one" })).Expect(201);
        var anon = new EndUserClient(fixture.Api.Client, project.AnonKey);
        // More often than it takes to have a statement prepared.
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal("""[{"title":"one"}]""", (await anon.GetAsync("/api/rest/v1/notes?select=title")).Expect(200).GetRawText());
        }

        await SqlAsync(project, "set search_path = public; create temp table t as select 1 as one; alter table notes add column stars int default 3");
        Assert.Equal("""[{"stars":3}]""", (await anon.GetAsync("/api/rest/v1/notes?select=stars")).Expect(200).GetRawText());
        Assert.Equal("""[{"t":null}]""", (await SqlAsync(project, "select to_regclass('t')::text as t")).GetProperty("rows").GetRawText());

        var email = EndUserProject.NewEmail();
        (await anon.PostAsync("signup", new { email, password = "correct horse" })).Expect(201);
        anon.Take((await anon.SignInAsync(email, "correct horse")).Expect(200));
        (await fixture.Owner.PostAsync($"/api/projects/{project.Id}/storage/buckets", new { name = "b" })).Expect(201);

        (await fixture.Owner.DeleteAsync($"/api/projects/{project.Id}")).Expect(202);
        await Eventually.TrueAsync(async () => (int)(await fixture.Owner.GetAsync($"/api/projects/{project.Id}")).Status == 404, "the project is gone", Cancel);
        Assert.DoesNotContain(fixture.Api.Log.Entries.Concat(fixture.WorkerLog.Entries), e => e.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task A_call_of_the_SQL_endpoint_ends_at_its_time_limit_though_the_session_was_not_told_of_one()
    {
        var project = await fixture.CreateAsync();
        var (pooler, api) = await fixture.StartApiThroughAsync("session", ("Kolaybase:Sql:StatementSeconds", "1"), ("Kolaybase:Sql:CallSeconds", "2"));
        await using var closing = pooler;
        await using var stopping = api;
        var answer = await new EndUserClient(api.Client, project.ServiceKey).PostAsync("/api/sql/execute", new { projectId = project.Id, query = "select pg_sleep(60)" });
        Assert.True((int)answer.Status is 400 or 504, answer.Text);
        await Eventually.TrueAsync(
            async () => 0L.Equals(await ProjectParts.AskAsync(fixture.Server.SuperuserConnectionString, $"select count(*) from pg_stat_activity where datname = '{project.Database}' and query like '%pg_sleep(60)%' and state = 'active'", Cancel)),
            "the statement is cancelled",
            Cancel);
    }

    private async Task<System.Text.Json.JsonElement> SqlAsync(PooledProject project, string query) =>
        (await fixture.Owner.PostAsync("/api/sql/execute", new { projectId = project.Id, query })).Expect(200);
}
