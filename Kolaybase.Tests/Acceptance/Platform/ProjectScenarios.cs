using Kolaybase.Tests.Acceptance.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Acceptance.Platform;

/// <summary>Contract, section 2.3: projects and keys.</summary>
public class ProjectScenarios
{
    private static readonly TimeSpan s_rotation = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_project_is_made_while_the_caller_waits_changed_and_deleted()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var created = (await owner.PostAsync("/api/projects", new { name = "Shop", description = "first" })).Expect(201).MustBe("status", "ACTIVE");
        Assert.Equal(
            ["id", "name", "description", "teamId", "status", "statusMessage", "restUrl", "anonKey", "serviceKey", "createdAt"],
            created.Json.EnumerateObject().Select(p => p.Name));
        var path = $"/api/projects/{created.Text("id")}";
        (await owner.GetAsync(path)).Expect(200).MustBe(created.Body);
        Assert.Single((await owner.GetAsync($"/api/projects?teamId={created.Text("teamId")}")).Expect(200).Json.EnumerateArray());
        (await owner.PatchAsync(path, new { description = "second" })).Expect(200).MustBe("name", "Shop").MustBe("description", "second");

        (await owner.DeleteAsync(path)).Expect(202).MustBe("status", "DELETING");
        await Eventually.TrueAsync(async () => (await owner.GetAsync(path)).Status == 404, "the project is gone", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(
            async () => (await owner.With(created.Text("serviceKey"), null).GetAsync("/api/rest/v1/things")).Status == 401, "its key opens nothing", TestContext.Current.CancellationToken, s_rotation);
    }

    [Fact]
    public async Task Asked_to_respond_async_the_answer_comes_at_once_and_the_project_soon()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var answer = (await owner.PostAsync("/api/projects", new { name = "Shop" }, ("Prefer", "respond-async"))).Expect(202).MustBe("status", "PROVISIONING");
        Assert.Equal("respond-async", answer.Header("Preference-Applied"));
        await Eventually.TrueAsync(
            async () => (await owner.GetAsync($"/api/projects/{answer.Text("id")}")).Expect(200).Text("status") == "ACTIVE", "the project is active", TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("anon")]
    [InlineData("service")]
    public async Task A_rotated_key_works_at_once_and_the_former_not_after_five_seconds(string kind)
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        var former = kind == "anon" ? project.AnonKey : project.ServiceKey;
        var path = $"/api/projects/{project.Id}/tables";
        (await owner.With(former, null).GetAsync(path)).Expect(200);

        var key = (await owner.PostAsync($"/api/projects/{project.Id}/keys/rotate", new { kind })).Expect(200).MustBe("kind", kind).Text("key");
        (await owner.With(key, null).GetAsync(path)).Expect(200);
        await Eventually.TrueAsync(async () => (await owner.With(former, null).GetAsync(path)).Status == 401, "the former key is refused", TestContext.Current.CancellationToken, s_rotation);

        var keys = (await owner.GetAsync($"/api/projects/{project.Id}/keys")).Expect(200).Json.EnumerateArray().ToDictionary(k => k.GetProperty("kind").GetString()!, k => k.GetProperty("key").GetString());
        Assert.Equal(key, keys[kind]);
        // The other one is as before.
        (await owner.With(kind == "anon" ? project.ServiceKey : project.AnonKey, null).GetAsync(path)).Expect(200);
    }

    [Fact]
    public async Task A_viewer_sees_neither_the_service_key_nor_a_password()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        var team = (await owner.GetAsync($"/api/projects/{project.Id}")).Expect(200).Text("teamId");
        var viewer = await owner.SignUpAsync();
        var email = (await viewer.GetAsync("/api/auth/me")).Expect(200).Text("email");
        var invite = (await owner.PostAsync($"/api/teams/{team}/invites", new { email, role = "viewer" })).Expect(201).Text("id");
        (await viewer.PostAsync($"/api/teams/invites/{invite}/accept", new { })).Expect(200);

        var password = (await owner.GetAsync($"/api/projects/{project.Id}/connect")).Expect(200).Json.GetProperty("database").GetProperty("password").GetString()!;
        foreach (var path in new[] { "/api/projects", $"/api/projects/{project.Id}", $"/api/projects/{project.Id}/keys", $"/api/projects/{project.Id}/connect" })
        {
            (await viewer.GetAsync(path)).Expect(200).MustNotContain(project.ServiceKey, password);
        }

        (await viewer.PostAsync($"/api/projects/{project.Id}/keys/rotate", new { kind = "anon" })).Expect(403, "KB105");
        (await viewer.DeleteAsync($"/api/projects/{project.Id}")).Expect(403, "KB105");
    }

    [Fact]
    public async Task A_project_sets_its_own_row_cap_and_may_allow_unfiltered_writes()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        var (config, anon, service) = ($"/api/projects/{project.Id}/rest/config", owner.AsAnon(project), owner.AsService(project));
        (await owner.GetAsync(config)).Expect(200).MustBe("""{"maxRows":null,"allowUnfilteredWrites":null}""");
        (await owner.PostAsync($"/api/projects/{project.Id}/tables", new { name = "news", access = "public-read", columns = new object[] { new { name = "id", type = "int8", isPrimary = true } } })).Expect(201);
        (await service.PostAsync("/api/rest/v1/news", new[] { new { id = 1 }, new { id = 2 }, new { id = 3 } })).Expect(201);
        (await service.DeleteAsync("/api/rest/v1/news")).Expect(400, "KB601");

        (await owner.PutAsync(config, new { maxRows = 0 })).Expect(400, "KB002");
        (await owner.PutAsync(config, new { maxRows = 2, allowUnfilteredWrites = true })).Expect(200).MustBe("""{"maxRows":2,"allowUnfilteredWrites":true}""");

        await Eventually.TrueAsync(
            async () => (await anon.GetAsync("/api/rest/v1/news")).Expect(200).Header("Content-Range") == "0-1/*", "the cap holds", TestContext.Current.CancellationToken, s_rotation);
        Assert.Equal("0-2/*", (await service.GetAsync("/api/rest/v1/news")).Expect(200).Header("Content-Range"));
        await Eventually.TrueAsync(async () => (await service.DeleteAsync("/api/rest/v1/news")).Status == 204, "the write is allowed", TestContext.Current.CancellationToken, s_rotation);
    }

    [Fact]
    public async Task Connect_names_the_database_and_the_data_api()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        var connect = (await owner.GetAsync($"/api/projects/{project.Id}/connect")).Expect(200);
        Assert.EndsWith("/api/rest/v1", connect.Text("restUrl"), StringComparison.Ordinal);
        Assert.StartsWith("postgresql://", connect.Json.GetProperty("database").GetProperty("direct").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("postgresql://", connect.Json.GetProperty("database").GetProperty("pooled").GetString(), StringComparison.Ordinal);
        var realm = connect.Json.GetProperty("realm").GetString()!;
        Assert.StartsWith("project-", realm, StringComparison.Ordinal);
        Assert.EndsWith($"/realms/{realm}", connect.Json.GetProperty("issuer").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"name":5}""")]
    [InlineData("""{"name":"a","teamId":"x"}""")]
    [InlineData("""{}""")]
    public async Task Bad_input_is_400(string body)
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        (await owner.PostRawAsync("/api/projects", body)).Expect(400, "KB002");
    }
}
