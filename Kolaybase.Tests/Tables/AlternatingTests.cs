using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

/// <summary>Schema changes and data requests, one after the other and side by side.</summary>
public class AlternatingTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    /// <summary>Eight calls each: a thousand on the newest server, some on the oldest.</summary>
    [Theory]
    [InlineData(15, 25)]
    [InlineData(18, 125)]
    public async Task Of_a_thousand_alternating_calls_each_is_answered_by_the_schema_of_its_moment(int major, int rounds)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table t (id int primary key); insert into t values (1); grant all on t to anon");
        using var done = new CancellationTokenSource();
        var beside = TrafficAsync(project, rounds, done.Token);

        for (var i = 0; i < rounds; i++)
        {
            await project.ExpectAsync(201, "POST", "/t/columns", $$"""{"name": "c{{i}}", "type": "int", "defaultValue": {{i}}}""");
            await AnsweredAsync(project, "/t", $$"""[{"id":1,"c{{i}}":{{i}}}]""");
            await project.ExpectAsync(200, "PUT", $"/t/columns/c{i}", $$"""{"name": "d{{i}}", "type": "text", "defaultValue": null}""");
            await AnsweredAsync(project, $"/t?d{i}=eq.{i}", $$"""[{"id":1,"d{{i}}":"{{i}}"}]""");
            await project.ExpectAsync(200, "DELETE", $"/t/columns/d{i}");
            await AnsweredAsync(project, "/t", """[{"id":1}]""");
            await project.ExpectAsync(200, "PATCH", "/t", $$"""{"name": "u", "comment": "{{i}}"}""");
            await AnsweredAsync(project, "/u", """[{"id":1}]""");
            await project.SqlAsync("alter table u rename to t");
        }

        await done.CancelAsync();
        var statuses = await beside;
        Assert.NotEmpty(statuses);
        Assert.All(statuses, s => Assert.True(s is 200 or 400 or 404, $"{s} {project.Faults()}"));
    }

    private static async Task AnsweredAsync(TablesProject project, string path, string expected)
    {
        var answer = await project.RestAsync("GET", path);
        Assert.True(answer.Status == 200 && answer.Text == expected, $"GET {path}: expected {expected}, got {answer}\n{project.Faults()}");
    }

    /// <summary>Requests that never know which schema they meet: any right answer will do, but no fault of the server.</summary>
    private static async Task<List<int>> TrafficAsync(TablesProject project, int rounds, CancellationToken done)
    {
        var statuses = new List<int>();
        for (var i = 0; !done.IsCancellationRequested; i = (i + 1) % rounds)
        {
            statuses.Add((await project.RestAsync("GET", $"/t?select=id,c{i}")).Status);
            statuses.Add((await project.RestAsync("GET", "/t?order=id")).Status);
        }

        return statuses;
    }
}
