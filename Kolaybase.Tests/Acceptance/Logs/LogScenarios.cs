using Kolaybase.Tests.Acceptance.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Acceptance.Logs;

/// <summary>Beside the contract: a project's requests and jobs, <c>GET /api/projects/{id}/logs</c>.</summary>
public class LogScenarios
{
    [Fact]
    public async Task A_developer_finds_out_why_his_app_was_refused()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        (await owner.PostAsync($"/api/projects/{project.Id}/tables", new { name = "news", columns = new[] { new { name = "id", type = "int8", isPrimary = true } }, access = "public-read" })).Expect(201);
        var app = owner.AsAnon(project);
        (await app.GetAsync("/api/rest/v1/news")).Expect(200);
        var refused = (await app.PostAsync("/api/rest/v1/news", new { id = 1 })).Expect(401, "42501");
        var mistyped = (await app.GetAsync("/api/rest/v1/newz")).Expect(404, "PGRST205");

        var entry = await EntryAsync(owner, project, refused);
        Assert.Equal(("/api/rest/v1/news", "POST", "anon", "42501", "insufficient_privilege"), (entry("path"), entry("method"), entry("caller"), entry("code"), entry("cause")));
        entry = await EntryAsync(owner, project, mistyped);
        Assert.Equal(("/api/rest/v1/newz", "PGRST205", "Perhaps you meant the table 'public.news'"), (entry("path"), entry("code"), entry("hint")));

        var failed = (await owner.GetAsync($"/api/projects/{project.Id}/logs?status=4xx&path=/api/rest/v1/&limit=1")).Expect(200);
        Assert.Equal(1, failed.Json.GetArrayLength());
        var rest = (await owner.GetAsync($"/api/projects/{project.Id}/logs?status=4xx&path=/api/rest/v1/&cursor={failed.Header("X-Next-Cursor")}")).Expect(200);
        Assert.Equal(1, rest.Json.GetArrayLength());
        Assert.Null(rest.Header("X-Next-Cursor"));
    }

    [Fact]
    public async Task How_a_project_was_made_is_in_its_log_and_nobody_else_reads_it()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        var path = $"/api/projects/{project.Id}/logs";
        await Eventually.TrueAsync(
            async () => (await owner.GetAsync($"{path}?kind=job")).Expect(200).Json.EnumerateArray().Any(e => e.GetProperty("job").GetString() == "provision-project" && e.GetProperty("outcome").GetString() == "done"),
            "the job is in the log",
            TestContext.Current.CancellationToken);

        (await (await owner.SignUpAsync()).GetAsync(path)).Expect(404, "KB110");
        (await owner.AsService(project).GetAsync(path)).Expect(401, "KB101");
        (await owner.AsNobody().GetAsync(path)).Expect(401, "KB101");
        (await owner.GetAsync($"{path}?status=often")).Expect(400, "KB003");
    }

    /// <summary>The entry of an answer, once it is there.</summary>
    private static async Task<Func<string, string?>> EntryAsync(AcceptanceClient owner, AcceptanceProject project, AcceptanceAnswer answer)
    {
        var found = answer;
        await Eventually.TrueAsync(
            async () =>
            {
                found = (await owner.GetAsync($"/api/projects/{project.Id}/logs?requestId={answer.Header("X-Request-Id")}")).Expect(200);
                return found.Json.GetArrayLength() == 1;
            },
            "the request is in the log",
            TestContext.Current.CancellationToken);
        var entry = found.Json[0];
        return member => entry.GetProperty(member).GetString();
    }
}
