using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Auth;

/// <summary>Contract, section 5: what needs no mail.</summary>
public class EndUserScenarios
{
    internal const string Path = "/api/rest/v1/auth";

    internal static string NewEmail() => $"user-{Guid.CreateVersion7():N}@example.com";

    internal static async Task<(AcceptanceClient Owner, AcceptanceProject Project, AcceptanceClient Anon)> StartAsync(object? config = null)
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        if (config is not null)
        {
            (await owner.PutAsync($"/api/projects/{project.Id}/auth/config", config)).Expect(200);
        }

        return (owner, project, owner.AsAnon(project));
    }

    [Fact]
    public async Task Sign_up_sign_in_me_refresh_and_sign_out()
    {
        var (_, project, anon) = await StartAsync();
        var email = NewEmail();
        var signedUp = (await anon.PostAsync($"{Path}/signup", new { email, password = AcceptanceClient.Password, firstName = "Ada" })).Expect(201).MustBe("tokenType", "Bearer");
        Assert.Equal(["accessToken", "refreshToken", "tokenType", "expiresIn", "userId", "emailVerified", "user"], signedUp.Json.EnumerateObject().Select(p => p.Name));
        (await anon.PostAsync($"{Path}/signup", new { email, password = AcceptanceClient.Password })).Expect(409, "KB201");

        var user = anon.With(project.AnonKey, signedUp.Text("accessToken"));
        var me = (await user.GetAsync($"{Path}/me")).Expect(200).MustBe("email", email).MustBe("username", email).MustBe("firstName", "Ada").MustNotContain(AcceptanceClient.Password);
        Assert.Equal(["id", "sub", "email", "emailVerified", "username", "firstName", "lastName", "createdAt"], me.Json.EnumerateObject().Select(p => p.Name));
        (await user.GetAsync($"{Path}/user")).Expect(200).MustBe(me.Body);
        (await anon.GetAsync($"{Path}/me")).Expect(401, "KB101");

        (await anon.PostAsync($"{Path}/signin", new { email, password = "wrong horse" })).Expect(401, "KB202");
        var signedIn = (await anon.PostAsync($"{Path}/signin", new { email, password = AcceptanceClient.Password })).Expect(200).MustBe("userId", signedUp.Text("userId"));
        var refreshed = (await anon.PostAsync($"{Path}/refresh", new { refreshToken = signedIn.Text("refreshToken") })).Expect(200).MustBe("tokenType", "Bearer");
        Assert.NotEqual(signedIn.Text("refreshToken"), refreshed.Text("refreshToken"));
        Assert.Equal(2, (await user.GetAsync($"{Path}/sessions")).Expect(200).Json.GetArrayLength());
        Assert.Empty((await anon.PostAsync($"{Path}/signout", new { refreshToken = refreshed.Text("refreshToken") })).Expect(204).Body);
        (await anon.PostAsync($"{Path}/refresh", new { refreshToken = refreshed.Text("refreshToken") })).Expect(401, "KB203");
        Assert.Equal(1, (await user.GetAsync($"{Path}/sessions")).Expect(200).Json.GetArrayLength());
    }

    [Fact]
    public async Task Rows_of_signed_in_users_are_their_own()
    {
        var (owner, project, anon) = await StartAsync();
        (await owner.AsService(project).PostAsync($"/api/projects/{project.Id}/tables", new
        {
            name = "notes",
            columns = new object[] { new { name = "id", type = "int8", isPrimary = true }, new { name = "note", type = "text" } },
            access = "owner",
        })).Expect(201);
        var users = new List<AcceptanceClient>();
        foreach (var id in new[] { 1, 2 })
        {
            var session = (await anon.PostAsync($"{Path}/signup", new { email = NewEmail(), password = AcceptanceClient.Password })).Expect(201);
            users.Add(anon.With(project.AnonKey, session.Text("accessToken")));
            (await users[^1].PostAsync("/api/rest/v1/notes", new { id, note = $"of user {id}" })).Expect(201);
        }

        (await users[0].GetAsync("/api/rest/v1/notes?select=note")).Expect(200).MustBe("""[{"note":"of user 1"}]""");
        (await users[1].GetAsync("/api/rest/v1/notes?select=note")).Expect(200).MustBe("""[{"note":"of user 2"}]""");
    }

    [Fact]
    public async Task A_token_is_good_in_its_project_only_and_never_becomes_the_anon_key()
    {
        var (_, project, anon) = await StartAsync();
        var (_, otherProject, _) = await StartAsync();
        var session = (await anon.PostAsync($"{Path}/signup", new { email = NewEmail(), password = AcceptanceClient.Password })).Expect(201);
        Assert.Equal(401, (await anon.With(otherProject.AnonKey, session.Text("accessToken")).GetAsync($"{Path}/me")).Status);
        Assert.Equal(401, (await anon.With(project.AnonKey, session.Text("accessToken") + "x").GetAsync("/api/rest/v1/")).Status);
        (await anon.PostAsync($"{Path}/invite", new { email = NewEmail() })).Expect(403, "KB105");
    }
}
