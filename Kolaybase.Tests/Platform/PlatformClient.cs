using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Kolaybase.Tests.Platform;

/// <summary>Speaks HTTP to the platform endpoints as one user.</summary>
public sealed class PlatformClient(HttpClient http)
{
    public const string Password = "correct horse";

    public string? Token { get; set; }

    public string Email { get; private set; } = "";

    public string RefreshToken { get; private set; } = "";

    public Guid UserId { get; private set; }

    public static string NewEmail() => $"user-{Guid.CreateVersion7():N}@example.com";

    /// <summary>A new account, signed in.</summary>
    public static async Task<PlatformClient> SignUpAsync(HttpClient http, string? email = null)
    {
        var client = new PlatformClient(http) { Email = email ?? NewEmail() };
        var session = (await client.PostAsync("/api/auth/signup", new { email = client.Email, password = Password })).Expect(201);
        client.Take(session);
        return client;
    }

    /// <summary>Remembers a session answer.</summary>
    public void Take(JsonElement session)
    {
        Token = session.GetProperty("accessToken").GetString();
        RefreshToken = session.GetProperty("refreshToken").GetString()!;
        UserId = session.GetProperty("user").GetProperty("id").GetGuid();
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<Answer> PostAsync(string path, object? body = null, string? prefer = null) => SendAsync(HttpMethod.Post, path, body, prefer);

    public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<Answer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    /// <summary>The caller's personal team.</summary>
    public async Task<Guid> TeamAsync() => (await GetAsync("/api/teams")).Expect(200)[0].GetProperty("id").GetGuid();

    /// <summary>A team in which <paramref name="member"/> has a role.</summary>
    public async Task<Guid> ShareTeamAsync(PlatformClient member, string role)
    {
        var team = (await PostAsync("/api/teams", new { name = "shared" })).Expect(201).GetProperty("id").GetGuid();
        await AddAsync(team, member, role);
        return team;
    }

    /// <summary>Invites and accepts.</summary>
    public async Task AddAsync(Guid team, PlatformClient member, string role)
    {
        var invite = (await PostAsync($"/api/teams/{team}/invites", new { email = member.Email, role })).Expect(201);
        (await member.PostAsync($"/api/teams/invites/{invite.GetProperty("id").GetGuid()}/accept")).Expect(200);
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null, string? prefer = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        if (body is not null)
        {
            request.Content = body is string text ? new StringContent(text, System.Text.Encoding.UTF8, "application/json") : JsonContent.Create(body);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var content = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, content, response.Headers);
    }
}

/// <summary>Status and body of an answer.</summary>
public sealed record Answer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement.Clone();

    /// <summary>The body, if the status is this one.</summary>
    public JsonElement Expect(int status)
    {
        Assert.True((int)Status == status, $"{(int)Status} instead of {status}: {Text}");
        return Text.Length == 0 ? default : Json;
    }

    /// <summary>Checks that it is this refusal, in the one error body.</summary>
    public JsonElement Refused(int status, string code)
    {
        var error = Expect(status);
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(["code", "message", "details", "hint"], error.EnumerateObject().Select(p => p.Name));
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        return error;
    }
}
