using System.Text.Json;

namespace Kolaybase.Tests.Logs;

public sealed class RequestLogTests(LogStack stack) : IClassFixture<LogStack>
{
    [Fact]
    public async Task A_refused_request_is_found_by_the_id_of_its_answer_with_code_cause_and_hint()
    {
        var project = await stack.CreateAsync();
        var (status, id, _) = await stack.CallAsync(project.AnonKey, HttpMethod.Get, "/api/rest/v1/todoss?title=eq.secret");
        Assert.Equal(404, status);

        var entry = Assert.Single(await LogStack.EntriesAsync(project, $"requestId={id}", 1));
        Assert.Equal(
            ["id", "at", "kind", "requestId", "method", "path", "capability", "status", "caller", "bytes", "job", "jobId", "attempt", "outcome", "durationMs", "code", "cause", "hint", "count"],
            entry.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("request", id, "GET", "/api/rest/v1/todoss", "rest", 404, "anon"), Facts(entry));
        Assert.Equal(("PGRST205", "An unknown table.", "Perhaps you meant the table 'public.todos'"), Refusal(entry));
        Assert.InRange(entry.GetProperty("durationMs").GetDouble(), 0, 60_000);
        Assert.InRange(TimeProvider.System.GetUtcNow() - entry.GetProperty("at").GetDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromMinutes(2));
        Assert.True(entry.GetProperty("bytes").GetInt64() > 10);
    }

    [Fact]
    public async Task Answers_of_all_parts_of_the_API_are_there_with_who_called()
    {
        var project = await stack.CreateAsync();
        var sql = await LogStack.SqlAsync(project.Owner, project.Id, "select 1", 200);
        var rest = await stack.CallAsync(project.ServiceKey, HttpMethod.Get, "/api/rest/v1/todos");
        var tables = await stack.CallAsync(project.AnonKey, HttpMethod.Get, $"/api/projects/{project.Id}/tables/todos/columns");
        var bucket = await stack.CallAsync(project.ServiceKey, HttpMethod.Post, $"/api/projects/{project.Id}/storage/buckets", new { name = "pictures" });
        var auth = await stack.CallAsync(project.AnonKey, HttpMethod.Post, "/api/rest/v1/auth/signup", new { email = "someone@example.com", password = "correct horse" });
        var token = JsonSerializer.Deserialize<JsonElement>(auth.Body).GetProperty("accessToken").GetString();
        var user = await stack.CallAsync(project.AnonKey, HttpMethod.Get, "/api/rest/v1/todos", token: token);

        Assert.Equal(("request", sql, "POST", "/api/sql/execute", "sql", 200, "member"), await FactsAsync(project, sql));
        Assert.Equal(("request", rest.RequestId, "GET", "/api/rest/v1/todos", "rest", 200, "service"), await FactsAsync(project, rest.RequestId));
        Assert.Equal(("request", tables.RequestId, "GET", $"/api/projects/{project.Id}/tables/todos/columns", "tables", 200, "anon"), await FactsAsync(project, tables.RequestId));
        Assert.Equal(("request", bucket.RequestId, "POST", $"/api/projects/{project.Id}/storage/buckets", "storage", 201, "service"), await FactsAsync(project, bucket.RequestId));
        Assert.Equal(("request", auth.RequestId, "POST", "/api/rest/v1/auth/signup", "auth", 201, "anon"), await FactsAsync(project, auth.RequestId));
        Assert.Equal(("request", user.RequestId, "GET", "/api/rest/v1/todos", "rest", 200, "user"), await FactsAsync(project, user.RequestId));
    }

    [Fact]
    public async Task Who_had_the_right_key_and_was_refused_all_the_same_is_in_the_log_of_the_keys_project()
    {
        var (project, other) = (await stack.CreateAsync(), await stack.CreateAsync());
        var badToken = await stack.CallAsync(project.AnonKey, HttpMethod.Get, "/api/rest/v1/todos", token: "e30.e30.e30");
        var mayNot = await stack.CallAsync(project.AnonKey, HttpMethod.Post, $"/api/projects/{project.Id}/tables", new { name = "x", columns = Array.Empty<object>() });
        var foreign = await stack.CallAsync(project.ServiceKey, HttpMethod.Get, $"/api/projects/{other.Id}/tables");
        var field = await stack.CallAsync(project.ServiceKey, HttpMethod.Post, $"/api/projects/{project.Id}/tables", new { name = "x", columns = 1 });

        using var inUrl = await stack.Platform.Api.Client.GetAsync($"/api/rest/v1/auth/reset-password-callback?otp=x&apikey={project.ServiceKey}", TestContext.Current.CancellationToken);
        Assert.Equal(("KB105", 403, "/api/rest/v1/auth/reset-password-callback"), await RefusedAsync(project, inUrl.Headers.GetValues("X-Request-Id").Single()));
        Assert.Equal(("PGRST301", 401, "/api/rest/v1/todos"), await RefusedAsync(project, badToken.RequestId));
        Assert.Equal(("KB105", 403, $"/api/projects/{project.Id}/tables"), await RefusedAsync(project, mayNot.RequestId));
        // Not the other project's id, and nothing in the other's log.
        Assert.Equal(("KB106", 403, "/api/projects/{id}/tables"), await RefusedAsync(project, foreign.RequestId));
        Assert.Equal(("KB002", 400, $"/api/projects/{project.Id}/tables"), await RefusedAsync(project, field.RequestId));
        Assert.EndsWith(" It is about \"columns\".", (await LogStack.EntriesAsync(project, $"requestId={field.RequestId}", 1))[0].GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.Empty(await LogStack.EntriesAsync(other, $"requestId={foreign.RequestId}", 0));
    }

    [Fact]
    public async Task The_job_that_a_request_asked_for_is_found_under_its_id()
    {
        var project = await stack.CreateAsync();
        var entries = await LogStack.EntriesAsync(project, $"requestId={project.MadeBy}", 2);
        var job = Assert.Single(entries, e => e.GetProperty("kind").GetString() == "job");
        Assert.Equal(("provision-project", "done", 1), (job.GetProperty("job").GetString(), job.GetProperty("outcome").GetString(), job.GetProperty("attempt").GetInt32()));
        Assert.True(job.GetProperty("durationMs").GetDouble() > 0);
        Assert.NotEmpty(job.GetProperty("jobId").GetString()!);
        Assert.Equal(JsonValueKind.Null, job.GetProperty("code").ValueKind);
        var request = Assert.Single(entries, e => e.GetProperty("kind").GetString() == "request");
        Assert.Equal(("request", project.MadeBy, "POST", "/api/projects", "platform", 201, "member"), Facts(request));
    }

    [Fact]
    public async Task A_mail_that_a_job_asked_for_is_found_under_the_id_of_the_request_that_asked_for_the_job()
    {
        var project = await stack.CreateAsync();
        await stack.CallAsync(project.AnonKey, HttpMethod.Post, "/api/rest/v1/auth/signup", new { email = "someone@example.com", password = "correct horse" });
        var asked = await stack.CallAsync(project.AnonKey, HttpMethod.Post, "/api/rest/v1/auth/forgot-password", new { email = "someone@example.com" });
        var entries = await LogStack.EntriesAsync(project, $"requestId={asked.RequestId}&kind=job", 2);
        Assert.Equal(["request-user-code", "send-mail"], entries.Select(e => e.GetProperty("job").GetString()).Order());
        Assert.All(entries, e => Assert.Equal("done", e.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Filters_and_pages_work_over_HTTP()
    {
        var project = await stack.CreateAsync();
        for (var i = 0; i < 3; i++)
        {
            await stack.CallAsync(project.AnonKey, HttpMethod.Get, "/api/rest/v1/nope");
        }

        await LogStack.EntriesAsync(project, "status=404&path=/api/rest/v1/nope", 3);
        Assert.Equal(3, (await LogStack.EntriesAsync(project, "status=4xx&kind=request", 3)).Count);
        await LogStack.EntriesAsync(project, "status=5xx", 0);
        await LogStack.EntriesAsync(project, "status=4xx&until=2020-01-01T00:00:00Z", 0);
        await LogStack.EntriesAsync(project, "status=4xx&since=2020-01-01T00:00:00%2B02:00", 3);

        var seen = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await project.Owner.GetAsync($"/api/projects/{project.Id}/logs?status=404&limit=1{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.Expect(200).EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
            if (!page.Headers.TryGetValues("X-Next-Cursor", out var next))
            {
                break;
            }

            cursor = next.Single();
        }

        Assert.Equal(3, seen.Distinct().Count());
        Assert.Equal(seen.OrderDescending(StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task Only_members_read_and_each_only_his_own_projects()
    {
        var (project, other) = (await stack.CreateAsync(), await stack.CreateAsync());
        var path = $"/api/projects/{project.Id}/logs";
        (await other.Owner.GetAsync(path)).Refused(404, "KB110");
        (await stack.Platform.Client().GetAsync(path)).Refused(401, "KB101");
        Assert.Equal(401, (await stack.CallAsync(project.ServiceKey, HttpMethod.Get, path)).Status);

        var (_, mine, _) = await stack.CallAsync(project.AnonKey, HttpMethod.Get, "/api/rest/v1/todos");
        await LogStack.EntriesAsync(project, $"requestId={mine}", 1);
        await LogStack.EntriesAsync(other, $"requestId={mine}", 0);

        var viewer = await stack.Platform.SignUpAsync();
        var team = (await project.Owner.GetAsync($"/api/projects/{project.Id}")).Expect(200).GetProperty("teamId").GetGuid();
        await project.Owner.AddAsync(team, viewer, "viewer");
        Assert.NotEmpty((await viewer.GetAsync($"{path}?requestId={mine}")).Expect(200).EnumerateArray());
    }

    [Fact]
    public async Task Reading_the_log_is_not_in_it()
    {
        var project = await stack.CreateAsync();
        var answer = await project.Owner.GetAsync($"/api/projects/{project.Id}/logs");
        answer.Expect(200);
        var (_, after, _) = await stack.CallAsync(project.AnonKey, HttpMethod.Get, "/api/rest/v1/todos");
        await LogStack.EntriesAsync(project, $"requestId={after}", 1);
        await LogStack.EntriesAsync(project, $"requestId={answer.Headers.GetValues("X-Request-Id").Single()}", 0);
    }

    [Theory]
    [InlineData("status=abc", "status")]
    [InlineData("status=", "status")]
    [InlineData("status=600", "status")]
    [InlineData("kind=none", "kind")]
    [InlineData("since=yesterday", "since")]
    [InlineData("until=2026-01-01T00:00:00", "until")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("path=todos", "path")]
    [InlineData("requestId=a%20b", "requestId")]
    [InlineData("status=404&status=405", "status")]
    public async Task A_bad_filter_is_refused_by_its_name(string query, string parameter)
    {
        var owner = await stack.Platform.SignUpAsync();
        var id = (await owner.PostAsync("/api/projects", new { name = "x" }, prefer: "respond-async")).Expect(202).GetProperty("id").GetGuid();
        var refusal = (await owner.GetAsync($"/api/projects/{id}/logs?{query}")).Refused(400, "KB003");
        Assert.Contains($"\"{parameter}\"", refusal.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static (string?, string?, string?, string?, string?, int, string?) Facts(JsonElement entry) => (
        Text(entry, "kind"), Text(entry, "requestId"), Text(entry, "method"), Text(entry, "path"), Text(entry, "capability"), entry.GetProperty("status").GetInt32(), Text(entry, "caller"));

    private static (string?, string?, string?) Refusal(JsonElement entry) => (Text(entry, "code"), Text(entry, "cause"), Text(entry, "hint"));

    private static async Task<(string?, string?, string?, string?, string?, int, string?)> FactsAsync(LoggedProject project, string id) =>
        Facts(Assert.Single(await LogStack.EntriesAsync(project, $"requestId={id}&kind=request", 1)));

    private static async Task<(string?, int, string?)> RefusedAsync(LoggedProject project, string id)
    {
        var entry = Assert.Single(await LogStack.EntriesAsync(project, $"requestId={id}", 1));
        return (Text(entry, "code"), entry.GetProperty("status").GetInt32(), Text(entry, "path"));
    }

    private static string? Text(JsonElement entry, string member) => entry.GetProperty(member).GetString();
}
