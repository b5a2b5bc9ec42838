using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Platform;

/// <summary>Contract, section 2.2: teams.</summary>
public class TeamScenarios
{
    [Fact]
    public async Task Who_signs_up_owns_a_personal_team()
    {
        var user = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var team = Assert.Single((await user.GetAsync("/api/teams")).Expect(200).Json.EnumerateArray());
        Assert.Equal("owner", team.GetProperty("role").GetString());
    }

    [Fact]
    public async Task A_team_is_made_renamed_and_deleted()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var id = (await owner.PostAsync("/api/teams", new { name = "Rockets" })).Expect(201).MustBe("name", "Rockets").Text("id");
        (await owner.PatchAsync($"/api/teams/{id}", new { name = "Big \"rockets\"" })).Expect(200).MustBe("name", "Big \"rockets\"");
        (await owner.DeleteAsync($"/api/teams/{id}")).Expect(204);
        (await owner.GetAsync($"/api/teams/{id}")).Expect(404, "KB210");
    }

    [Fact]
    public async Task An_invited_developer_works_in_the_team_until_he_is_removed()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var (developer, userId) = await SignUpAsync(owner);
        var team = (await owner.PostAsync("/api/teams", new { name = "Rockets" })).Expect(201).Text("id");
        await AddAsync(owner, team, developer, "developer");

        (await developer.PatchAsync($"/api/teams/{team}", new { name = "Mine" })).Expect(403, "KB105");
        var project = (await developer.PostAsync("/api/projects", new { name = "Shop", teamId = team }, ("Prefer", "respond-async"))).Expect(202).Text("id");
        (await owner.GetAsync($"/api/projects/{project}")).Expect(200);

        (await owner.PatchAsync($"/api/teams/{team}/members/{userId}", new { role = "viewer" })).Expect(200).MustBe("role", "viewer");
        (await developer.PatchAsync($"/api/projects/{project}", new { name = "Store" })).Expect(403, "KB105");
        (await owner.DeleteAsync($"/api/teams/{team}/members/{userId}")).Expect(204);
        (await developer.GetAsync($"/api/projects/{project}")).Expect(404, "KB110");
        (await owner.DeleteAsync($"/api/teams/{team}")).Expect(409, "KB213");
    }

    [Fact]
    public async Task The_last_owner_stays()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var team = (await owner.GetAsync("/api/teams")).Expect(200).Json[0].GetProperty("id").GetString()!;
        var userId = (await owner.GetAsync("/api/auth/me")).Expect(200).Text("id");
        (await owner.DeleteAsync($"/api/teams/{team}/members/{userId}")).Expect(409, "KB212");
        (await owner.PatchAsync($"/api/teams/{team}/members/{userId}", new { role = "viewer" })).Expect(409, "KB212");
        Assert.Single((await owner.GetAsync($"/api/teams/{team}/members")).Expect(200).Json.EnumerateArray());
    }

    [Fact]
    public async Task An_invitation_is_for_its_address_alone()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var (invited, _) = await SignUpAsync(owner);
        var (other, _) = await SignUpAsync(owner);
        var team = (await owner.GetAsync("/api/teams")).Expect(200).Json[0].GetProperty("id").GetString()!;
        var invite = (await owner.PostAsync($"/api/teams/{team}/invites", new { email = await EmailAsync(invited), role = "viewer" })).Expect(201).Text("id");
        (await other.GetAsync("/api/teams/invites")).Expect(200).MustBe("[]");
        (await other.PostAsync($"/api/teams/invites/{invite}/accept", new { })).Expect(404, "KB215");
        (await other.GetAsync($"/api/teams/{team}")).Expect(404, "KB210").MustNotContain(team);
        (await invited.PostAsync($"/api/teams/invites/{invite}/accept", new { })).Expect(200).MustBe("role", "viewer");
    }

    private static async Task AddAsync(AcceptanceClient owner, string team, AcceptanceClient member, string role)
    {
        var invite = (await owner.PostAsync($"/api/teams/{team}/invites", new { email = await EmailAsync(member), role })).Expect(201).Text("id");
        (await member.PostAsync($"/api/teams/invites/{invite}/accept", new { })).Expect(200).MustBe("role", role);
    }

    private static async Task<(AcceptanceClient Client, string UserId)> SignUpAsync(AcceptanceClient any)
    {
        var client = await any.SignUpAsync();
        return (client, (await client.GetAsync("/api/auth/me")).Expect(200).Text("id"));
    }

    private static async Task<string> EmailAsync(AcceptanceClient client) => (await client.GetAsync("/api/auth/me")).Expect(200).Text("email");
}
