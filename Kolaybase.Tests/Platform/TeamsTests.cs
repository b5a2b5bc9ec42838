using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.Platform;

public class TeamsTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_makes_a_team_owns_it()
    {
        var owner = await fixture.SignUpAsync();
        var team = (await owner.PostAsync("/api/teams", new { name = "  Rockets  " })).Expect(201);
        Assert.Equal(["id", "name", "personal", "role", "createdAt"], team.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Rockets", team.GetProperty("name").GetString());
        Assert.Equal("owner", team.GetProperty("role").GetString());
        var id = team.GetProperty("id").GetGuid();
        Assert.Equal(team.ToString(), (await owner.GetAsync($"/api/teams/{id}")).Expect(200).ToString());
        Assert.Equal(2, (await owner.GetAsync("/api/teams")).Expect(200).GetArrayLength());
        var member = Assert.Single((await owner.GetAsync($"/api/teams/{id}/members")).Expect(200).EnumerateArray());
        Assert.Equal(["userId", "email", "firstName", "lastName", "role", "joinedAt"], member.EnumerateObject().Select(p => p.Name));
        Assert.Equal(owner.UserId, member.GetProperty("userId").GetGuid());
    }

    [Fact]
    public async Task Strangers_get_404_for_everything_about_a_team()
    {
        var owner = await fixture.SignUpAsync();
        var stranger = await fixture.SignUpAsync();
        var team = await owner.TeamAsync();
        foreach (var answer in await AllCallsAsync(stranger, team, owner.UserId))
        {
            var real = answer.Refused(404, "KB210");
            Assert.Equal("There is no such team, or you are no member of it.", real.GetProperty("message").GetString());
        }

        foreach (var answer in await AllCallsAsync(stranger, Guid.CreateVersion7(), owner.UserId))
        {
            answer.Refused(404, "KB210");
        }
    }

    [Fact]
    public async Task Without_a_token_nothing_is_told()
    {
        foreach (var answer in await AllCallsAsync(fixture.Client(), Guid.CreateVersion7(), Guid.CreateVersion7()))
        {
            answer.Refused(401, "KB101");
        }

        (await fixture.Client().GetAsync("/api/teams/invites")).Refused(401, "KB101");
    }

    [Theory]
    [InlineData("viewer", 403, 403, 403)]
    [InlineData("developer", 403, 403, 403)]
    [InlineData("admin", 200, 201, 403)]
    [InlineData("owner", 200, 201, 204)]
    public async Task A_role_may_what_the_contract_says(string role, int rename, int invite, int delete)
    {
        var owner = await fixture.SignUpAsync();
        var member = await fixture.SignUpAsync();
        var team = await owner.ShareTeamAsync(member, role);

        (await member.GetAsync($"/api/teams/{team}")).Expect(200);
        (await member.GetAsync($"/api/teams/{team}/members")).Expect(200);
        (await member.PatchAsync($"/api/teams/{team}", new { name = "renamed" })).Expect(rename);
        (await member.PostAsync($"/api/teams/{team}/invites", new { email = PlatformClient.NewEmail(), role = "viewer" })).Expect(invite);
        (await member.DeleteAsync($"/api/teams/{team}")).Expect(delete);
    }

    [Fact]
    public async Task An_invitation_makes_a_member_of_the_invited_address_only()
    {
        var owner = await fixture.SignUpAsync();
        var invited = await fixture.SignUpAsync();
        var other = await fixture.SignUpAsync();
        var team = (await owner.PostAsync("/api/teams", new { name = "Rockets" })).Expect(201).GetProperty("id").GetGuid();

        var invite = (await owner.PostAsync($"/api/teams/{team}/invites", new { email = invited.Email.ToUpperInvariant(), role = "developer" })).Expect(201);
        var id = invite.GetProperty("id").GetGuid();

        Assert.Empty((await other.GetAsync("/api/teams/invites")).Expect(200).EnumerateArray());
        (await other.PostAsync($"/api/teams/invites/{id}/accept")).Refused(404, "KB215");

        var mine = Assert.Single((await invited.GetAsync("/api/teams/invites")).Expect(200).EnumerateArray());
        Assert.Equal(["id", "teamId", "teamName", "email", "role", "createdAt", "expiresAt"], mine.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Rockets", mine.GetProperty("teamName").GetString());
        Assert.Equal(TimeSpan.FromDays(7), mine.GetProperty("expiresAt").GetDateTimeOffset() - mine.GetProperty("createdAt").GetDateTimeOffset());
        Assert.Equal("developer", (await invited.PostAsync($"/api/teams/invites/{id}/accept")).Expect(200).GetProperty("role").GetString());

        (await invited.GetAsync($"/api/teams/{team}")).Expect(200);
        Assert.Empty((await invited.GetAsync("/api/teams/invites")).Expect(200).EnumerateArray());
        (await invited.PostAsync($"/api/teams/invites/{id}/accept")).Refused(404, "KB215");
        (await owner.PostAsync($"/api/teams/{team}/invites", new { email = invited.Email, role = "viewer" })).Refused(409, "KB214");
    }

    [Fact]
    public async Task An_invitation_is_worth_nothing_after_seven_days()
    {
        var owner = await fixture.SignUpAsync();
        var invited = await fixture.SignUpAsync();
        var id = (await owner.PostAsync($"/api/teams/{await owner.TeamAsync()}/invites", new { email = invited.Email, role = "viewer" })).Expect(201).GetProperty("id").GetGuid();
        await using (var db = fixture.OpenRegistry())
        {
            await db.TeamInvites.Where(i => i.Id == id).ExecuteUpdateAsync(s => s.SetProperty(i => i.ExpiresAt, TimeProvider.System.GetUtcNow()), Cancel);
        }

        Assert.Empty((await invited.GetAsync("/api/teams/invites")).Expect(200).EnumerateArray());
        (await invited.PostAsync($"/api/teams/invites/{id}/accept")).Refused(404, "KB215");
    }

    [Fact]
    public async Task Inviting_an_address_again_replaces_its_invitation()
    {
        var owner = await fixture.SignUpAsync();
        var invited = await fixture.SignUpAsync();
        var team = await owner.TeamAsync();
        var former = (await owner.PostAsync($"/api/teams/{team}/invites", new { email = invited.Email, role = "admin" })).Expect(201).GetProperty("id").GetGuid();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => owner.PostAsync($"/api/teams/{team}/invites", new { email = invited.Email, role = "viewer" })));
        Assert.All(answers, a => a.Expect(201));

        var open = Assert.Single((await invited.GetAsync("/api/teams/invites")).Expect(200).EnumerateArray());
        Assert.Equal("viewer", open.GetProperty("role").GetString());
        (await invited.PostAsync($"/api/teams/invites/{former}/accept")).Refused(404, "KB215");
    }

    [Fact]
    public async Task Of_parallel_acceptances_one_counts()
    {
        var owner = await fixture.SignUpAsync();
        var invited = await fixture.SignUpAsync();
        var id = (await owner.PostAsync($"/api/teams/{await owner.TeamAsync()}/invites", new { email = invited.Email, role = "viewer" })).Expect(201).GetProperty("id").GetGuid();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => invited.PostAsync($"/api/teams/invites/{id}/accept")));
        Assert.Single(answers, a => (int)a.Status == 200);
    }

    [Fact]
    public async Task Nobody_gives_or_takes_a_role_above_his_own()
    {
        var owner = await fixture.SignUpAsync();
        var admin = await fixture.SignUpAsync();
        var team = await owner.ShareTeamAsync(admin, "admin");

        (await admin.PostAsync($"/api/teams/{team}/invites", new { email = PlatformClient.NewEmail(), role = "owner" })).Refused(403, "KB105");
        (await admin.PatchAsync($"/api/teams/{team}/members/{admin.UserId}", new { role = "owner" })).Refused(403, "KB105");
        (await admin.PatchAsync($"/api/teams/{team}/members/{owner.UserId}", new { role = "viewer" })).Refused(403, "KB105");
        (await admin.DeleteAsync($"/api/teams/{team}/members/{owner.UserId}")).Refused(403, "KB105");
        Assert.Equal("developer", (await admin.PatchAsync($"/api/teams/{team}/members/{admin.UserId}", new { role = "developer" })).Expect(200).GetProperty("role").GetString());
    }

    [Fact]
    public async Task The_last_owner_neither_leaves_nor_steps_down()
    {
        var owner = await fixture.SignUpAsync();
        var member = await fixture.SignUpAsync();
        var team = await owner.ShareTeamAsync(member, "admin");

        (await owner.DeleteAsync($"/api/teams/{team}/members/{owner.UserId}")).Refused(409, "KB212");
        (await owner.PatchAsync($"/api/teams/{team}/members/{owner.UserId}", new { role = "admin" })).Refused(409, "KB212");
        (await owner.PatchAsync($"/api/teams/{team}/members/{owner.UserId}", new { role = "owner" })).Expect(200);

        (await owner.PatchAsync($"/api/teams/{team}/members/{member.UserId}", new { role = "owner" })).Expect(200);
        (await owner.DeleteAsync($"/api/teams/{team}/members/{owner.UserId}")).Expect(204);
        (await owner.GetAsync($"/api/teams/{team}")).Refused(404, "KB210");
    }

    [Fact]
    public async Task Of_two_owners_who_leave_at_once_one_stays()
    {
        for (var round = 0; round < 5; round++)
        {
            var one = await fixture.SignUpAsync();
            var two = await fixture.SignUpAsync();
            var team = await one.ShareTeamAsync(two, "owner");

            var answers = await Task.WhenAll(
                one.DeleteAsync($"/api/teams/{team}/members/{one.UserId}"),
                two.DeleteAsync($"/api/teams/{team}/members/{two.UserId}"),
                one.PatchAsync($"/api/teams/{team}/members/{two.UserId}", new { role = "viewer" }),
                two.PatchAsync($"/api/teams/{team}/members/{one.UserId}", new { role = "viewer" }));

            Assert.DoesNotContain(answers, a => (int)a.Status >= 500);
            await using var db = fixture.OpenRegistry();
            Assert.Equal(1, await db.TeamMembers.CountAsync(m => m.TeamId == team && m.Role == TeamRole.Owner, Cancel));
        }
    }

    [Fact]
    public async Task A_member_leaves_and_an_admin_removes()
    {
        var owner = await fixture.SignUpAsync();
        var viewer = await fixture.SignUpAsync();
        var team = await owner.ShareTeamAsync(viewer, "viewer");
        (await viewer.DeleteAsync($"/api/teams/{team}/members/{owner.UserId}")).Refused(403, "KB105");
        (await viewer.DeleteAsync($"/api/teams/{team}/members/{viewer.UserId}")).Expect(204);
        (await viewer.GetAsync($"/api/teams/{team}")).Refused(404, "KB210");

        await owner.AddAsync(team, viewer, "viewer");
        (await owner.DeleteAsync($"/api/teams/{team}/members/{viewer.UserId}")).Expect(204);
        (await owner.DeleteAsync($"/api/teams/{team}/members/{viewer.UserId}")).Refused(404, "KB211");
        (await owner.PatchAsync($"/api/teams/{team}/members/{viewer.UserId}", new { role = "admin" })).Refused(404, "KB211");
    }

    [Fact]
    public async Task Deleting_a_team_takes_its_members_and_invitations_along()
    {
        var owner = await fixture.SignUpAsync();
        var invited = await fixture.SignUpAsync();
        var team = (await owner.PostAsync("/api/teams", new { name = "Rockets" })).Expect(201).GetProperty("id").GetGuid();
        (await owner.PostAsync($"/api/teams/{team}/invites", new { email = invited.Email, role = "viewer" })).Expect(201);
        (await owner.DeleteAsync($"/api/teams/{team}")).Expect(204);
        (await owner.GetAsync($"/api/teams/{team}")).Refused(404, "KB210");
        Assert.Empty((await invited.GetAsync("/api/teams/invites")).Expect(200).EnumerateArray());
    }

    [Fact]
    public async Task Unless_it_is_switched_off_only_a_proven_address_sees_and_accepts()
    {
        // Empty: what a server has that was told nothing.
        await using var api = await fixture.StartApiAsync(("Kolaybase:Platform:InvitesNeedVerifiedEmail", ""));
        var owner = await PlatformClient.SignUpAsync(api.Client);
        var invited = await PlatformClient.SignUpAsync(api.Client);
        var id = (await owner.PostAsync($"/api/teams/{await owner.TeamAsync()}/invites", new { email = invited.Email, role = "viewer" })).Expect(201).GetProperty("id").GetGuid();
        Assert.Contains("forgot-password", (await invited.PostAsync($"/api/teams/invites/{id}/accept")).Refused(403, "KB216").GetProperty("hint").GetString(), StringComparison.Ordinal);
        (await invited.GetAsync("/api/teams/invites")).Refused(403, "KB216");
        Assert.Empty((await owner.GetAsync("/api/teams/invites")).Expect(200).EnumerateArray());

        await using var db = fixture.OpenRegistry();
        await db.IdentityUsers.Where(u => u.Id == invited.UserId).ExecuteUpdateAsync(s => s.SetProperty(u => u.EmailVerified, true), Cancel);
        Assert.Single((await invited.GetAsync("/api/teams/invites")).Expect(200).EnumerateArray());
        (await invited.PostAsync($"/api/teams/invites/{id}/accept")).Expect(200);
    }

    [Fact]
    public async Task An_account_owns_so_many_teams_and_no_more_however_many_calls_come_at_once()
    {
        await using var api = await fixture.StartApiAsync(("Kolaybase:Platform:TeamsPerAccount", "3"));
        var owner = await PlatformClient.SignUpAsync(api.Client);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => owner.PostAsync("/api/teams", new { name = "Rockets" })));
        // The personal team is the third.
        Assert.Equal(2, answers.Count(a => (int)a.Status == 201));
        Assert.All(answers.Where(a => (int)a.Status != 201), a => a.Refused(409, "KB217"));

        var made = answers.First(a => (int)a.Status == 201).Json.GetProperty("id").GetGuid();
        (await owner.DeleteAsync($"/api/teams/{made}")).Expect(204);
        (await owner.PostAsync("/api/teams", new { name = "Rockets" })).Expect(201);
    }

    [Fact]
    public async Task Invitation_mails_of_one_account_have_a_rate()
    {
        await using var api = await fixture.StartApiAsync(("Kolaybase:RateLimits:InvitesPerAccount", "2"));
        var owner = await PlatformClient.SignUpAsync(api.Client);
        var team = await owner.TeamAsync();
        (await owner.PostAsync($"/api/teams/{team}/invites", new { email = PlatformClient.NewEmail(), role = "viewer" })).Expect(201);
        (await owner.PostAsync($"/api/teams/{team}/invites", new { email = PlatformClient.NewEmail(), role = "viewer" })).Expect(201);
        var refused = await owner.PostAsync($"/api/teams/{team}/invites", new { email = PlatformClient.NewEmail(), role = "viewer" });
        refused.Refused(429, "KB429");
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task Invitation_mails_to_one_address_have_a_rate_whoever_invites()
    {
        await using var api = await fixture.StartApiAsync(("Kolaybase:RateLimits:InvitesPerAddress", "2"));
        var email = PlatformClient.NewEmail();
        foreach (var status in new[] { 201, 201, 429 })
        {
            var owner = await PlatformClient.SignUpAsync(api.Client);
            (await owner.PostAsync($"/api/teams/{await owner.TeamAsync()}/invites", new { email, role = "viewer" })).Expect(status);
        }

        var other = await PlatformClient.SignUpAsync(api.Client);
        (await other.PostAsync($"/api/teams/{await other.TeamAsync()}/invites", new { email = PlatformClient.NewEmail(), role = "viewer" })).Expect(201);
    }

    [Fact]
    public async Task An_account_that_calls_too_often_is_told_to_wait_and_others_are_not()
    {
        await using var api = await fixture.StartApiAsync(("Kolaybase:RateLimits:AccountPerSecond", "1"), ("Kolaybase:RateLimits:AccountBurst", "3"));
        var busy = await PlatformClient.SignUpAsync(api.Client);
        var other = await PlatformClient.SignUpAsync(api.Client);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => busy.GetAsync("/api/teams")));
        Assert.InRange(answers.Count(a => (int)a.Status == 200), 3, 7);
        Assert.All(answers.Where(a => (int)a.Status != 200), a => a.Refused(429, "KB429"));
        (await other.GetAsync("/api/projects")).Expect(200);
    }

    [Fact]
    public async Task Open_invitations_have_a_limit()
    {
        await using var api = await fixture.StartApiAsync(("Kolaybase:Platform:InvitesPerTeam", "2"));
        var owner = await PlatformClient.SignUpAsync(api.Client);
        var team = await owner.TeamAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => owner.PostAsync($"/api/teams/{team}/invites", new { email = PlatformClient.NewEmail(), role = "viewer" })));
        Assert.Equal(2, answers.Count(a => (int)a.Status == 201));
        Assert.All(answers.Where(a => (int)a.Status != 201), a => a.Refused(409, "KB217"));
    }

    [Theory]
    [InlineData("""{"name":""}""", "\"name\" must have 1 to 100 characters")]
    [InlineData("""{"name":"   "}""", "\"name\" must have 1 to 100 characters")]
    [InlineData("""{"name":"a\nb"}""", "\"name\" must have 1 to 100 characters")]
    [InlineData("""{"name":"a\u0000b"}""", "NUL")]
    [InlineData("""{"name":7}""", "\"name\" must be a string")]
    [InlineData("""{"name":{"a":1}}""", "\"name\" must be a string")]
    [InlineData("""{"nmae":"a"}""", "\"nmae\" is not a field")]
    public async Task A_bad_team_name_is_told_what_is_wrong(string body, string fault)
    {
        var owner = await fixture.SignUpAsync();
        foreach (var answer in new[] { await owner.PostAsync("/api/teams", body), await owner.PatchAsync($"/api/teams/{await owner.TeamAsync()}", body) })
        {
            var error = answer.Refused(400, "KB002");
            Assert.Contains(fault, error.GetProperty("message").GetString() + error.GetProperty("details").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_name_of_ten_thousand_characters_is_refused_and_one_with_quotes_is_not()
    {
        var owner = await fixture.SignUpAsync();
        (await owner.PostAsync("/api/teams", new { name = new string('n', 10_000) })).Refused(400, "KB002");
        (await owner.PostAsync("/api/teams", new { name = "Bobby'); DROP TABLE \"teams\";-- 日本" })).Expect(201);
    }

    [Theory]
    [InlineData("""{"email":"x","role":"viewer"}""")]
    [InlineData("""{"email":"a@example.com","role":"god"}""")]
    [InlineData("""{"email":"a@example.com","role":3}""")]
    [InlineData("""{"email":"a@example.com","role":null}""")]
    [InlineData("""{"email":"a@example.com"}""")]
    [InlineData("""{"email":"Eve <eve@example.com>","role":"viewer"}""")]
    public async Task A_bad_invitation_is_refused(string body)
    {
        var owner = await fixture.SignUpAsync();
        (await owner.PostAsync($"/api/teams/{await owner.TeamAsync()}/invites", body)).Refused(400, "KB002");
    }

    [Theory]
    [InlineData("/api/teams/not-a-uuid")]
    [InlineData("/api/teams/%27%3B--")]
    [InlineData("/api/teams/not-a-uuid/members")]
    public async Task An_id_that_is_none_is_404(string path) => (await (await fixture.SignUpAsync()).GetAsync(path)).Expect(404);

    private static async Task<Answer[]> AllCallsAsync(PlatformClient caller, Guid team, Guid user) =>
    [
        await caller.GetAsync($"/api/teams/{team}"),
        await caller.PatchAsync($"/api/teams/{team}", new { name = "mine now" }),
        await caller.DeleteAsync($"/api/teams/{team}"),
        await caller.GetAsync($"/api/teams/{team}/members"),
        await caller.PostAsync($"/api/teams/{team}/invites", new { email = "a@example.com", role = "viewer" }),
        await caller.PatchAsync($"/api/teams/{team}/members/{user}", new { role = "viewer" }),
        await caller.DeleteAsync($"/api/teams/{team}/members/{user}"),
    ];
}
