using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Auth;

/// <summary>What the owner of a project sets and sees of its sign-up and sign-in.</summary>
public class OwnerScenarios
{
    [Fact]
    public async Task An_owner_sets_how_users_sign_up_and_secrets_stay_write_only()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        var path = $"/api/projects/{project.Id}/auth/config";
        (await owner.PutAsync(path, new
        {
            signUpAllowed = false,
            redirectUrls = new[] { "https://app.example.com/*" },
            providers = new { google = new { clientId = "id", clientSecret = "hush-hush" } },
        })).Expect(200).MustNotContain("hush-hush");
        var read = (await owner.GetAsync(path)).Expect(200).MustNotContain("hush-hush").Json;
        Assert.False(read.GetProperty("signUpAllowed").GetBoolean());
        Assert.True(read.GetProperty("providers").GetProperty("google").GetProperty("hasClientSecret").GetBoolean());
        (await owner.PutAsync(path, new { redirectUrls = new[] { "https://*.example.com/" } })).Expect(400, "KB002");
        (await owner.AsService(project).GetAsync(path)).Expect(401, "KB101");
        (await owner.GetAsync($"/api/projects/{project.Id}/auth/mails/failed")).Expect(200).MustBe("[]");
    }

    [Fact]
    public async Task An_owner_manages_users_by_his_token_and_by_the_service_key()
    {
        var owner = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await owner.CreateProjectAsync();
        var users = $"/api/projects/{project.Id}/auth/users";
        var id = (await owner.PostAsync(users, new { email = "ada@example.com", password = AcceptanceClient.Password })).Expect(201).Text("id");
        var service = owner.AsService(project);
        Assert.Equal(1, (await service.GetAsync(users + "?search=ADA")).Expect(200).Json.GetProperty("total").GetInt32());
        (await service.PatchAsync($"{users}/{id}", new { blocked = true })).Expect(200);
        Assert.True((await owner.GetAsync($"{users}/{id}")).Expect(200).Json.GetProperty("blocked").GetBoolean());
        (await owner.GetAsync($"{users}/{id}/sessions")).Expect(200).MustBe("[]");
        (await owner.AsAnon(project).GetAsync(users)).Expect(403, "KB105").MustNotContain("ada@example.com");
        (await service.DeleteAsync($"{users}/{id}")).Expect(204);
        (await owner.GetAsync($"{users}/{id}")).Expect(404, "KB910");
    }
}
