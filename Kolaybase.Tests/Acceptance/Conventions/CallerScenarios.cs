using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Conventions;

/// <summary>Contract, section 1: who is calling.</summary>
public class CallerScenarios
{
    [Fact]
    public async Task Keys_name_their_project_and_open_no_other()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        var other = await (await owner.SignUpAsync()).CreateProjectAsync("other");

        (await owner.AsService(project).GetAsync($"/api/projects/{project.Id}/tables")).Expect(200).MustBe("[]");
        var existing = (await owner.AsService(project).GetAsync($"/api/projects/{other.Id}/tables")).Expect(403, "KB106");
        var absent = (await owner.AsService(project).GetAsync($"/api/projects/{Guid.CreateVersion7()}/tables")).Expect(403, "KB106");
        Assert.Equal(absent.Body, existing.Body);
    }

    [Fact]
    public async Task A_stranger_can_not_tell_a_project_from_none()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        var stranger = await owner.SignUpAsync();
        var existing = (await stranger.GetAsync($"/api/projects/{project.Id}")).Expect(404);
        var absent = (await stranger.GetAsync($"/api/projects/{Guid.CreateVersion7()}")).Expect(404);
        Assert.Equal(absent.Body, existing.Body);
        existing.MustNotContain(project.AnonKey, project.ServiceKey);
    }

    [Fact]
    public async Task The_key_as_token_is_the_key_alone_and_any_other_token_is_never_downgraded()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        (await owner.With(project.AnonKey, project.AnonKey).GetAsync("/api/rest/v1/nothing")).Expect(404, "PGRST205");
        (await owner.With(project.AnonKey, project.ServiceKey).GetAsync("/api/rest/v1/nothing")).Expect(401, "PGRST301");
        (await owner.With(project.AnonKey, owner.Token).GetAsync("/api/rest/v1/nothing")).Expect(401, "PGRST301");
        (await owner.With(project.AnonKey, "eyJhbGciOiJub25lIn0.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.").GetAsync("/api/rest/v1/nothing")).Expect(401, "PGRST301");
    }

    [Fact]
    public async Task A_key_in_the_URL_is_not_accepted()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        (await owner.AsNobody().GetAsync($"/api/rest/v1/things?apikey={project.ServiceKey}")).Expect(401, "PGRST302").MustNotContain(project.ServiceKey);
    }

    [Fact]
    public async Task The_anon_key_changes_no_schema()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        (await owner.AsAnon(project).PostAsync($"/api/projects/{project.Id}/tables", new { name = "t", columns = new[] { new { name = "id", type = "int8" } } })).Expect(403, "KB105");
        (await owner.AsService(project).GetAsync($"/api/projects/{project.Id}/tables")).Expect(200).MustBe("[]");
    }

    [Fact]
    public async Task Pages_of_any_origin_may_call_the_data_API_and_none_the_platform()
    {
        var client = await AcceptanceStack.ClientAsync();
        (string, string)[] preflight = [("Origin", "https://app.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "apikey,content-type")];
        Assert.Equal("*", (await client.SendAsync("OPTIONS", "/api/rest/v1/things", null, preflight)).Expect(204).Header("Access-Control-Allow-Origin"));
        Assert.Null((await client.SendAsync("OPTIONS", "/api/auth/login", null, preflight)).Expect(204).Header("Access-Control-Allow-Origin"));
        Assert.Contains("Content-Range", (await client.GetAsync("/api/rest/v1/things", ("Origin", "https://app.example"))).Expect(401).Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }
}
