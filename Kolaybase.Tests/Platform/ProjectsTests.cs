using System.Text.Json;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.Platform;

/// <summary>Without a worker: what becomes of a project is written into its row by the test.</summary>
public class ProjectsTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asked_to_respond_async_creating_answers_at_once()
    {
        var owner = await fixture.SignUpAsync();
        var answer = await owner.PostAsync("/api/projects", new { name = " Shop ", description = "line one\nline two" }, prefer: "respond-async, wait=5");

        var project = answer.Expect(202);
        Assert.Equal("respond-async", Assert.Single(answer.Headers.GetValues("Preference-Applied")));
        Assert.Equal(
            ["id", "name", "description", "teamId", "status", "statusMessage", "restUrl", "anonKey", "serviceKey", "createdAt"],
            project.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Shop", project.GetProperty("name").GetString());
        Assert.Equal("line one\nline two", project.GetProperty("description").GetString());
        Assert.Equal("PROVISIONING", project.GetProperty("status").GetString());
        Assert.Equal(await owner.TeamAsync(), project.GetProperty("teamId").GetGuid());
        Assert.Equal("http://localhost:4000/api/rest/v1", project.GetProperty("restUrl").GetString());
        Assert.Matches("^kb_anon_[0-9A-Za-z]{40}$", project.GetProperty("anonKey").GetString());
        Assert.Matches("^kb_service_[0-9A-Za-z]{40}$", project.GetProperty("serviceKey").GetString());
        Assert.Equal($"/api/projects/{Id(project)}", answer.Headers.Location?.ToString());
        Assert.Equal(1, await JobsAsync(project));
    }

    [Fact]
    public async Task Creating_waits_until_the_project_is_ready()
    {
        var owner = await fixture.SignUpAsync();
        var team = await owner.TeamAsync();
        var creating = owner.PostAsync("/api/projects", new { name = "Shop" });
        await BecomesAsync(team, ProjectStatus.Active, null);

        var answer = await creating;
        Assert.Equal("ACTIVE", answer.Expect(201).GetProperty("status").GetString());
        Assert.False(answer.Headers.Contains("Preference-Applied"));
    }

    [Fact]
    public async Task A_project_that_failed_meanwhile_is_answered_with_what_to_do()
    {
        var owner = await fixture.SignUpAsync();
        var creating = owner.PostAsync("/api/projects", new { name = "Shop" });
        await BecomesAsync(await owner.TeamAsync(), ProjectStatus.Failed, "The disk is full.");

        var project = (await creating).Expect(201);
        Assert.Equal("FAILED", project.GetProperty("status").GetString());
        Assert.Equal("The disk is full.", project.GetProperty("statusMessage").GetString());

        var retried = (await owner.PostAsync($"/api/projects/{Id(project)}/retry")).Expect(202);
        Assert.Equal("PROVISIONING", retried.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, retried.GetProperty("statusMessage").ValueKind);
        Assert.Equal(2, await JobsAsync(project));
        (await owner.PostAsync($"/api/projects/{Id(project)}/retry")).Refused(409, "KB221");
    }

    [Fact]
    public async Task A_project_that_is_not_ready_in_time_is_answered_as_it_is()
    {
        await using var api = await fixture.StartApiAsync(("Kolaybase:Platform:ProjectWaitSeconds", "1"));
        var owner = await PlatformClient.SignUpAsync(api.Client);
        Assert.Equal("PROVISIONING", (await owner.PostAsync("/api/projects", new { name = "Shop" })).Expect(201).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Keys_are_shown_by_role_and_lie_sealed_in_the_registry()
    {
        var owner = await fixture.SignUpAsync();
        var viewer = await fixture.SignUpAsync();
        var project = await CreateAsync(owner, await owner.ShareTeamAsync(viewer, "viewer"));

        var seen = (await viewer.GetAsync($"/api/projects/{Id(project)}")).Expect(200);
        Assert.Equal(project.GetProperty("anonKey").GetString(), seen.GetProperty("anonKey").GetString());
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("serviceKey").ValueKind);
        var listed = Assert.Single((await viewer.GetAsync("/api/projects")).Expect(200).EnumerateArray());
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("serviceKey").ValueKind);

        var keys = (await viewer.GetAsync($"/api/projects/{Id(project)}/keys")).Expect(200);
        Assert.Equal(["anon", "service"], keys.EnumerateArray().Select(k => k.GetProperty("kind").GetString()));
        Assert.Equal(JsonValueKind.Null, keys[1].GetProperty("key").ValueKind);
        Assert.Equal(
            project.GetProperty("serviceKey").GetString(),
            (await owner.GetAsync($"/api/projects/{Id(project)}/keys")).Expect(200)[1].GetProperty("key").GetString());

        await using var db = fixture.OpenRegistry();
        var id = Id(project);
        foreach (var row in await db.ProjectKeys.Where(k => k.ProjectId == id).ToListAsync(Cancel))
        {
            Assert.DoesNotContain("kb_service_", row.Sealed + row.Hash, StringComparison.Ordinal);
            Assert.StartsWith("v1.", row.Sealed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_viewer_reads_and_changes_nothing()
    {
        var owner = await fixture.SignUpAsync();
        var viewer = await fixture.SignUpAsync();
        var team = await owner.ShareTeamAsync(viewer, "viewer");
        var path = $"/api/projects/{Id(await CreateAsync(owner, team))}";

        (await viewer.PostAsync("/api/projects", new { name = "Mine", teamId = team })).Refused(403, "KB105");
        (await viewer.GetAsync("/api/projects?teamId=")).Refused(400, "KB003");
        (await viewer.PatchAsync(path, new { name = "Mine" })).Refused(403, "KB105");
        (await viewer.DeleteAsync(path)).Refused(403, "KB105");
        (await viewer.PostAsync(path + "/retry")).Refused(403, "KB105");
        (await viewer.PostAsync(path + "/keys/rotate", new { kind = "anon" })).Refused(403, "KB105");
        var database = (await viewer.GetAsync(path + "/connect")).Expect(200).GetProperty("database");
        Assert.Equal(JsonValueKind.Null, database.GetProperty("password").ValueKind);
        Assert.DoesNotMatch("postgresql://[^@]*:[^@]*@", database.GetProperty("direct").GetString());
    }

    [Fact]
    public async Task A_developer_does_all_of_it()
    {
        var owner = await fixture.SignUpAsync();
        var developer = await fixture.SignUpAsync();
        var team = await owner.ShareTeamAsync(developer, "developer");
        var project = await CreateAsync(developer, team);
        var path = $"/api/projects/{Id(project)}";

        var changed = (await developer.PatchAsync(path, new { description = "new" })).Expect(200);
        Assert.Equal(("Shop", "new"), (changed.GetProperty("name").GetString(), changed.GetProperty("description").GetString()));
        changed = (await developer.PatchAsync(path, new { name = "Store", description = (string?)null })).Expect(200);
        Assert.Equal(("Store", "new"), (changed.GetProperty("name").GetString(), changed.GetProperty("description").GetString()));
        (await developer.PostAsync(path + "/keys/rotate", new { kind = "service" })).Expect(200);
        Assert.Equal("DELETING", (await developer.DeleteAsync(path)).Expect(202).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Strangers_get_404_for_everything_about_a_project()
    {
        var owner = await fixture.SignUpAsync();
        var stranger = await fixture.SignUpAsync();
        var real = $"/api/projects/{Id(await CreateAsync(owner))}";
        var unreal = $"/api/projects/{Guid.CreateVersion7()}";
        var answers = await AllCallsAsync(stranger, real);
        Assert.All(answers, a => a.Refused(404, "KB110"));
        Assert.Equal(answers.Select(a => a.Text), (await AllCallsAsync(stranger, unreal)).Select(a => a.Text));
        Assert.All(await AllCallsAsync(fixture.Client(), real), a => a.Refused(401, "KB101"));

        (await stranger.PostAsync("/api/projects", new { name = "Mine", teamId = await owner.TeamAsync() })).Refused(404, "KB210");
        (await stranger.GetAsync($"/api/projects?teamId={await owner.TeamAsync()}")).Refused(404, "KB210");
        Assert.Empty((await stranger.GetAsync("/api/projects")).Expect(200).EnumerateArray());
    }

    [Fact]
    public async Task Listing_is_narrowed_to_a_team()
    {
        var owner = await fixture.SignUpAsync();
        var team = (await owner.PostAsync("/api/teams", new { name = "second" })).Expect(201).GetProperty("id").GetGuid();
        var first = await CreateAsync(owner);
        var second = await CreateAsync(owner, team);
        Assert.Equal([Id(first), Id(second)], (await owner.GetAsync("/api/projects")).Expect(200).EnumerateArray().Select(Id));
        Assert.Equal([Id(second)], (await owner.GetAsync($"/api/projects?teamId={team}")).Expect(200).EnumerateArray().Select(Id));
        (await owner.GetAsync("/api/projects?teamId=nonsense")).Refused(400, "KB003");
    }

    [Fact]
    public async Task Two_projects_may_have_one_name_and_share_nothing_else()
    {
        var owner = await fixture.SignUpAsync();
        var (one, two) = (await CreateAsync(owner), await CreateAsync(owner));
        Assert.NotEqual(Id(one), Id(two));
        Assert.NotEqual(one.GetProperty("anonKey").GetString(), two.GetProperty("anonKey").GetString());
    }

    [Fact]
    public async Task Who_owns_no_team_names_one()
    {
        var owner = await fixture.SignUpAsync();
        (await owner.DeleteAsync($"/api/teams/{await owner.TeamAsync()}")).Expect(204);
        (await owner.PostAsync("/api/projects", new { name = "Shop" })).Refused(400, "KB220");
    }

    [Fact]
    public async Task A_team_has_a_limit_of_projects_that_parallel_calls_do_not_exceed()
    {
        await using var api = await fixture.StartApiAsync(("Kolaybase:Platform:ProjectsPerTeam", "3"));
        var owner = await PlatformClient.SignUpAsync(api.Client);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => owner.PostAsync("/api/projects", new { name = "Shop" }, prefer: "respond-async")));
        Assert.Equal(3, answers.Count(a => (int)a.Status == 202));
        Assert.All(answers.Where(a => (int)a.Status != 202), a => a.Refused(409, "KB217"));
    }

    [Fact]
    public async Task A_team_with_projects_is_not_deleted()
    {
        var owner = await fixture.SignUpAsync();
        await CreateAsync(owner);
        (await owner.DeleteAsync($"/api/teams/{await owner.TeamAsync()}")).Refused(409, "KB213");
    }

    [Fact]
    public async Task Deleting_queues_one_job_however_often_it_is_asked()
    {
        var owner = await fixture.SignUpAsync();
        var project = await CreateAsync(owner);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => owner.DeleteAsync($"/api/projects/{Id(project)}")));
        Assert.All(answers, a => Assert.Equal("DELETING", a.Expect(202).GetProperty("status").GetString()));
        // The one that makes it, and the one that removes it.
        Assert.Equal(2, await JobsAsync(project));
        (await owner.PostAsync($"/api/projects/{Id(project)}/retry")).Refused(409, "KB221");
        (await owner.PostAsync($"/api/projects/{Id(project)}/keys/rotate", new { kind = "anon" })).Refused(409, "KB113");
        (await owner.PatchAsync($"/api/projects/{Id(project)}", new { name = "Renamed" })).Refused(409, "KB113");
        Assert.Equal("Shop", (await owner.GetAsync($"/api/projects/{Id(project)}")).Expect(200).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Rotating_replaces_the_key_of_that_kind_alone()
    {
        var owner = await fixture.SignUpAsync();
        var project = await CreateAsync(owner);
        var rotated = (await owner.PostAsync($"/api/projects/{Id(project)}/keys/rotate", new { kind = "service" })).Expect(200);
        Assert.Equal(["kind", "key", "createdAt"], rotated.EnumerateObject().Select(p => p.Name));

        var now = (await owner.GetAsync($"/api/projects/{Id(project)}")).Expect(200);
        Assert.Equal(rotated.GetProperty("key").GetString(), now.GetProperty("serviceKey").GetString());
        Assert.NotEqual(project.GetProperty("serviceKey").GetString(), now.GetProperty("serviceKey").GetString());
        Assert.Equal(project.GetProperty("anonKey").GetString(), now.GetProperty("anonKey").GetString());
    }

    [Fact]
    public async Task Of_parallel_rotations_all_answer_and_one_key_works()
    {
        var owner = await fixture.SignUpAsync();
        var project = await CreateAsync(owner);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => owner.PostAsync($"/api/projects/{Id(project)}/keys/rotate", new { kind = "anon" })));
        var keys = answers.Select(a => a.Expect(200).GetProperty("key").GetString()).ToArray();
        Assert.Equal(10, keys.Distinct().Count());

        var working = (await owner.GetAsync($"/api/projects/{Id(project)}")).Expect(200).GetProperty("anonKey").GetString();
        Assert.Contains(working, keys);
        await using var db = fixture.OpenRegistry();
        var id = Id(project);
        Assert.Equal(1, await db.ProjectKeys.CountAsync(k => k.ProjectId == id && k.Kind == ProjectKeyKind.Anon && k.RevokedAt == null, Cancel));
    }

    [Fact]
    public async Task Connect_says_how_to_reach_the_database_and_the_data_api()
    {
        var owner = await fixture.SignUpAsync();
        var project = await CreateAsync(owner);
        var connect = (await owner.GetAsync($"/api/projects/{Id(project)}/connect")).Expect(200);
        Assert.Equal(["database", "restUrl", "realm", "issuer"], connect.EnumerateObject().Select(p => p.Name));
        Assert.Equal(project.GetProperty("restUrl").GetString(), connect.GetProperty("restUrl").GetString());
        var realm = connect.GetProperty("realm").GetString();
        Assert.Equal($"project-{Id(project):N}", realm);
        Assert.EndsWith($"/api/realms/{realm}", connect.GetProperty("issuer").GetString(), StringComparison.Ordinal);
        var database = connect.GetProperty("database");
        Assert.Matches("^postgresql://kb_[a-z2-7]{16}_owner:[^@]+@127.0.0.1:[0-9]+/kb_[a-z2-7]{16}$", database.GetProperty("direct").GetString());
        Assert.Equal(database.GetProperty("direct").GetString(), database.GetProperty("pooled").GetString());
    }

    [Fact]
    public async Task The_address_that_clients_see_is_configured()
    {
        await using var api = await fixture.StartApiAsync(
            ("Kolaybase:PublicUrl", "https://base.example.com/"),
            ("Kolaybase:DatabaseServers:default:PublicHost", "db.example.com"),
            ("Kolaybase:DatabaseServers:default:PooledHost", "pool.example.com:6432"));
        var owner = await PlatformClient.SignUpAsync(api.Client);
        var project = await CreateAsync(owner);
        var connect = (await owner.GetAsync($"/api/projects/{Id(project)}/connect")).Expect(200);
        Assert.Equal("https://base.example.com/api/rest/v1", connect.GetProperty("restUrl").GetString());
        Assert.Equal("db.example.com", connect.GetProperty("database").GetProperty("host").GetString());
        Assert.Contains("@pool.example.com:6432/", connect.GetProperty("database").GetProperty("pooled").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"name":"a\tb"}""")]
    [InlineData("""{"name":["a"]}""")]
    [InlineData("""{"name":"a","teamId":"nonsense"}""")]
    [InlineData("""{"name":"a","description":7}""")]
    [InlineData("""{"name":"a","description":"\u0007"}""")]
    [InlineData("""{"description":"no name"}""")]
    [InlineData("""{"name":"a","status":"ACTIVE"}""")]
    public async Task A_bad_project_is_refused(string body) => (await (await fixture.SignUpAsync()).PostAsync("/api/projects", body)).Refused(400, "KB002");

    [Fact]
    public async Task Texts_over_their_limits_are_refused()
    {
        var owner = await fixture.SignUpAsync();
        (await owner.PostAsync("/api/projects", new { name = new string('n', 10_000) })).Refused(400, "KB002");
        (await owner.PostAsync("/api/projects", new { name = "a", description = new string('d', 2001) })).Refused(400, "KB002");
        var project = await CreateAsync(owner);
        (await owner.PatchAsync($"/api/projects/{Id(project)}", new { name = new string('n', 101) })).Refused(400, "KB002");
    }

    [Theory]
    [InlineData("""{"kind":"other"}""")]
    [InlineData("""{"kind":0}""")]
    [InlineData("""{"kind":null}""")]
    [InlineData("{}")]
    public async Task A_bad_rotation_is_refused(string body)
    {
        var owner = await fixture.SignUpAsync();
        (await owner.PostAsync($"/api/projects/{Id(await CreateAsync(owner))}/keys/rotate", body)).Refused(400, "KB002");
    }

    private static Guid Id(JsonElement project) => project.GetProperty("id").GetGuid();

    private static async Task<JsonElement> CreateAsync(PlatformClient owner, Guid? teamId = null) =>
        (await owner.PostAsync("/api/projects", new { name = "Shop", teamId }, prefer: "respond-async")).Expect(202);

    private static async Task<Answer[]> AllCallsAsync(PlatformClient caller, string project) =>
    [
        await caller.GetAsync(project),
        await caller.PatchAsync(project, new { name = "mine now" }),
        await caller.DeleteAsync(project),
        await caller.PostAsync(project + "/retry"),
        await caller.GetAsync(project + "/connect"),
        await caller.GetAsync(project + "/rest/config"),
        await caller.PutAsync(project + "/rest/config", new { maxRows = 1 }),
        await caller.GetAsync(project + "/keys"),
        await caller.PostAsync(project + "/keys/rotate", new { kind = "anon" }),
    ];

    /// <summary>What the worker does in the end: waits for the row of the team's only project, then sets its status.</summary>
    private async Task BecomesAsync(Guid team, ProjectStatus status, string? message) =>
        await Support.Eventually.TrueAsync(async () =>
        {
            await using var db = fixture.OpenRegistry();
            return await db.Projects.Where(p => p.TeamId == team && p.Status == ProjectStatus.Provisioning)
                .ExecuteUpdateAsync(s => s.SetProperty(p => p.Status, status).SetProperty(p => p.StatusMessage, message), Cancel) == 1;
        }, $"a project is made {status}", Cancel, TimeSpan.FromSeconds(10));

    /// <summary>Jobs in the queue that name the project.</summary>
    private async Task<int> JobsAsync(JsonElement project)
    {
        await using var db = fixture.OpenRegistry();
        var bodies = await db.QueuedMessages.Where(m => m.Recipient == JobQueues.Jobs).Select(m => m.Body).ToListAsync(Cancel);
        return bodies.Count(b => System.Text.Encoding.UTF8.GetString(b).Contains(Id(project).ToString(), StringComparison.Ordinal));
    }
}
