using System.Text.Json;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.Conformance.Support;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Conformance;

/// <summary>Errors, "Group 3 - JWT", on the whole API with a project's real key.</summary>
public class TokenTests
{
    [Fact, Item("PGRST301", "PGRST302", "PGRST303")]
    public async Task A_token_that_does_not_hold_is_401()
    {
        await using var plane = await ControlPlaneFixture.StartAsync(15);
        var project = await plane.Projects.CreateAsync(TestContext.Current.CancellationToken);
        var signer = RealmSigner.Create(Realms.OfProject(project.Id));
        await using (var registry = plane.OpenRegistry())
        {
            registry.Add(signer.ToRow());
            await registry.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var api = await TestApi.StartAsync(null, plane.ControlConnectionString, plane.Settings["Kolaybase:MasterKeys"]);
        var user = Guid.CreateVersion7();

        Assert.Equal("PGRST302", await CodeAsync(api));
        Assert.Equal("PGRST301", await CodeAsync(api, ("apikey", project.AnonKey), ("Authorization", "Bearer not.a.token")));
        Assert.Equal("PGRST301", await CodeAsync(api, ("apikey", project.AnonKey), ("Authorization", "Bearer " + RealmSigner.Create(Realms.OfProject(project.Id)).Sign(user))));
        Assert.Equal("PGRST303", await CodeAsync(api, ("apikey", project.AnonKey), ("Authorization", "Bearer " + signer.Sign(user, expiresIn: TimeSpan.FromMinutes(-1)))));
    }

    private static async Task<string?> CodeAsync(TestApi api, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/books");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode == 401, body);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        return JsonDocument.Parse(body).RootElement.GetProperty("code").GetString();
    }
}
