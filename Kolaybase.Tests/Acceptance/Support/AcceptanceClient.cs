using System.Net.Http.Json;
using System.Text;

namespace Kolaybase.Tests.Acceptance.Support;

/// <summary>Speaks HTTP as one caller; <c>As…</c> makes a client for another on the same stack.</summary>
public sealed class AcceptanceClient(HttpClient http, string? key = null, string? token = null)
{
    public const string Password = "correct horse battery";

    /// <summary>The platform user's or end user's token; null for none.</summary>
    public string? Token => token;

    /// <summary>Nobody.</summary>
    public AcceptanceClient AsNobody() => new(http);

    /// <summary>A platform user.</summary>
    public AcceptanceClient AsUser(string accessToken) => new(http, token: accessToken);

    /// <summary>The public key of a project.</summary>
    public AcceptanceClient AsAnon(AcceptanceProject project) => new(http, project.AnonKey);

    /// <summary>The secret key of a project.</summary>
    public AcceptanceClient AsService(AcceptanceProject project) => new(http, project.ServiceKey);

    /// <summary>Any key and token.</summary>
    public AcceptanceClient With(string? apiKey, string? bearer) => new(http, apiKey, bearer);

    /// <summary>Signs a new platform user up.</summary>
    public async Task<AcceptanceClient> SignUpAsync()
    {
        var session = (await AsNobody().PostAsync("/api/auth/signup", new { email = $"dev-{Guid.CreateVersion7():N}@example.com", password = Password })).Expect(201);
        return AsUser(session.Text("accessToken"));
    }

    /// <summary>Makes a project and waits until it can be used.</summary>
    public async Task<AcceptanceProject> CreateProjectAsync(string name = "acceptance")
    {
        var created = (await PostAsync("/api/projects", new { name })).Expect(201).MustBe("status", "ACTIVE");
        return new(Guid.Parse(created.Text("id")), created.Text("anonKey"), created.Text("serviceKey"));
    }

    public Task<AcceptanceAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public Task<AcceptanceAnswer> DeleteAsync(string path, params (string Name, string Value)[] headers) => SendAsync("DELETE", path, null, headers);

    public Task<AcceptanceAnswer> PostAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync("POST", path, JsonContent.Create(body), headers);

    public Task<AcceptanceAnswer> PatchAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync("PATCH", path, JsonContent.Create(body), headers);

    public Task<AcceptanceAnswer> PutAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync("PUT", path, JsonContent.Create(body), headers);

    /// <summary>A body as it is written.</summary>
    public Task<AcceptanceAnswer> PostRawAsync(string path, string body, string contentType = "application/json") =>
        SendAsync("POST", path, new StringContent(body, Encoding.UTF8, contentType));

    /// <summary>Sends; waits once where a limit says for how long, since another stack's limits are not ours to set.</summary>
    public async Task<AcceptanceAnswer> SendAsync(string method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var cancel = TestContext.Current.CancellationToken;
        var bytes = content is null ? null : await content.ReadAsByteArrayAsync(cancel);
        for (var attempt = 0; ; attempt++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (bytes is not null)
            {
                request.Content = new ByteArrayContent(bytes);
                // A server that refuses a body for its size closes while it is still being sent, and the answer may be lost.
                request.Headers.ExpectContinue = bytes.Length > 1_000_000;
                request.Content.Headers.ContentType = content!.Headers.ContentType;
            }

            Add(request, "apikey", key);
            Add(request, "Authorization", token is null ? null : "Bearer " + token);
            foreach (var (name, value) in headers)
            {
                Add(request, name, value);
            }

            using var response = await http.SendAsync(request, cancel);
            if ((int)response.StatusCode == 429 && attempt == 0 && response.Headers.RetryAfter?.Delta is { } wait)
            {
                await Task.Delay(wait, TimeProvider.System, cancel);
                continue;
            }

            return await AcceptanceAnswer.ReadAsync(response, $"{method} {path}");
        }
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }
    }
}

/// <summary>A project as its clients know it.</summary>
public sealed record AcceptanceProject(Guid Id, string AnonKey, string ServiceKey);
