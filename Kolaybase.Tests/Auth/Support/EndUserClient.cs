using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Kolaybase.Tests.Platform;

namespace Kolaybase.Tests.Auth.Support;

/// <summary>Speaks HTTP to a project's auth calls, as one program of one user.</summary>
public sealed class EndUserClient(HttpClient http, string key)
{
    public string Email { get; set; } = "";

    public string? Token { get; set; }

    public string RefreshToken { get; private set; } = "";

    public Guid UserId { get; private set; }

    /// <summary>Where it calls from; null says nothing.</summary>
    public string? Address { get; set; }

    /// <summary>What it calls itself; null says nothing.</summary>
    public string? UserAgent { get; set; }

    /// <summary>Remembers a session answer.</summary>
    public EndUserClient Take(JsonElement session)
    {
        Token = session.GetProperty("accessToken").GetString();
        RefreshToken = session.GetProperty("refreshToken").GetString()!;
        UserId = session.GetProperty("userId").GetGuid();
        return this;
    }

    public Task<Answer> GetAsync(string call) => SendAsync(HttpMethod.Get, call, null);

    public Task<Answer> DeleteAsync(string call) => SendAsync(HttpMethod.Delete, call, null);

    public Task<Answer> PostAsync(string call, object? body = null) => SendAsync(HttpMethod.Post, call, body);

    public Task<Answer> SignInAsync(string email, string password) => PostAsync("signin", new { email, password });

    /// <summary>A call of the auth paths, or of any path that begins with a slash.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string call, object? body)
    {
        using var request = new HttpRequestMessage(method, call.StartsWith('/') ? call : "/api/rest/v1/auth/" + call);
        request.Headers.Add("apikey", key);
        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        if (Address is not null)
        {
            request.Headers.Add("X-Forwarded-For", Address);
        }

        if (UserAgent is not null)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }

        if (body is not null)
        {
            request.Content = body is string text ? new StringContent(text, Encoding.UTF8, "application/json") : JsonContent.Create(body);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers);
    }
}
