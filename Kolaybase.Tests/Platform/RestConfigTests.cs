namespace Kolaybase.Tests.Platform;

/// <summary>Who may set what; what it does to requests is shown in <c>Rest/ProjectSettingsTests</c>.</summary>
public class RestConfigTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private const string Nothing = """{"maxRows":null,"allowUnfilteredWrites":null}""";

    [Fact]
    public async Task A_new_project_has_nothing_of_its_own_and_what_is_put_replaces_all()
    {
        var owner = await fixture.SignUpAsync();
        var path = await ProjectAsync(owner);
        Assert.Equal(Nothing, await ReadAsync(owner, path));

        const string both = """{"maxRows":50,"allowUnfilteredWrites":true}""";
        Assert.Equal(both, (await owner.PutAsync(path, both)).Expect(200).GetRawText());
        Assert.Equal(both, await ReadAsync(owner, path));

        const string one = """{"maxRows":null,"allowUnfilteredWrites":false}""";
        Assert.Equal(one, (await owner.PutAsync(path, """{"allowUnfilteredWrites":false}""")).Expect(200).GetRawText());
        Assert.Equal(one, await ReadAsync(owner, path));

        Assert.Equal(Nothing, (await owner.PutAsync(path, "{}")).Expect(200).GetRawText());
        Assert.Equal(Nothing, await ReadAsync(owner, path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task The_bounds_themselves_are_allowed(int rows)
    {
        var owner = await fixture.SignUpAsync();
        Assert.Equal(rows, (await owner.PutAsync(await ProjectAsync(owner), new { maxRows = rows })).Expect(200).GetProperty("maxRows").GetInt32());
    }

    [Theory]
    [InlineData("""{"maxRows":0}""")]
    [InlineData("""{"maxRows":-1}""")]
    [InlineData("""{"maxRows":1000001}""")]
    [InlineData("""{"maxRows":99999999999}""")]
    [InlineData("""{"maxRows":1.5}""")]
    [InlineData("""{"maxRows":"5"}""")]
    [InlineData("""{"maxRows":5,"allowUnfilteredWrites":1}""")]
    [InlineData("""{"rowCap":5}""")]
    [InlineData("null")]
    public async Task What_can_not_be_is_refused_and_changes_nothing(string body)
    {
        var owner = await fixture.SignUpAsync();
        var path = await ProjectAsync(owner);
        (await owner.PutAsync(path, """{"maxRows":7}""")).Expect(200);

        var refusal = await owner.PutAsync(path, body);

        Assert.Equal(400, (int)refusal.Status);
        Assert.Matches("^KB00[12]$", refusal.Json.GetProperty("code").GetString());
        Assert.Equal("""{"maxRows":7,"allowUnfilteredWrites":null}""", await ReadAsync(owner, path));
    }

    [Fact]
    public async Task The_refusal_of_a_number_says_which_are_allowed()
    {
        var owner = await fixture.SignUpAsync();
        var refusal = (await owner.PutAsync(await ProjectAsync(owner), """{"maxRows":0}""")).Refused(400, "KB002");
        Assert.Equal("\"maxRows\" must be a number from 1 to 1000000, or null for the installation's setting.", refusal.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_viewer_reads_a_developer_changes_and_a_stranger_is_told_nothing()
    {
        var (owner, viewer, developer, stranger) = (await fixture.SignUpAsync(), await fixture.SignUpAsync(), await fixture.SignUpAsync(), await fixture.SignUpAsync());
        var team = await owner.ShareTeamAsync(viewer, "viewer");
        await owner.AddAsync(team, developer, "developer");
        var path = await ProjectAsync(owner, team);

        (await developer.PutAsync(path, """{"maxRows":5}""")).Expect(200);
        Assert.Equal("""{"maxRows":5,"allowUnfilteredWrites":null}""", await ReadAsync(viewer, path));
        (await viewer.PutAsync(path, """{"maxRows":6}""")).Refused(403, "KB105");
        (await stranger.GetAsync(path)).Refused(404, "KB110");
        (await stranger.PutAsync(path, """{"maxRows":6}""")).Refused(404, "KB110");
        (await fixture.Client().GetAsync(path)).Refused(401, "KB101");
        (await fixture.Client().PutAsync(path, """{"maxRows":6}""")).Refused(401, "KB101");
        Assert.Equal("""{"maxRows":5,"allowUnfilteredWrites":null}""", await ReadAsync(owner, path));
    }

    [Fact]
    public async Task A_project_that_is_being_deleted_keeps_its_settings()
    {
        var owner = await fixture.SignUpAsync();
        var path = await ProjectAsync(owner);
        (await owner.DeleteAsync(path[..^"/rest/config".Length])).Expect(202);

        (await owner.PutAsync(path, """{"maxRows":5}""")).Refused(409, "KB113");
        Assert.Equal(Nothing, await ReadAsync(owner, path));
    }

    private static async Task<string> ReadAsync(PlatformClient member, string path) => (await member.GetAsync(path)).Expect(200).GetRawText();

    private static async Task<string> ProjectAsync(PlatformClient owner, Guid? teamId = null)
    {
        var project = (await owner.PostAsync("/api/projects", new { name = "Shop", teamId }, prefer: "respond-async")).Expect(202);
        return $"/api/projects/{project.GetProperty("id").GetGuid()}/rest/config";
    }
}
