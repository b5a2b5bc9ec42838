using System.Net;
using Kolaybase.Api.Http;
using Kolaybase.Tests.Http.Support;
using Microsoft.AspNetCore.Builder;

namespace Kolaybase.Tests.Http.Cors;

public class CorsMiddlewareTests
{
    [Theory]
    [InlineData("/api/rest/v1/things", "GET")]
    [InlineData("/api/rest/v1/auth/signin", "POST")]
    [InlineData("/api/projects/0192f1c1-0000-7000-8000-000000000000/tables", "DELETE")]
    [InlineData("/api/projects/0192f1c1-0000-7000-8000-000000000000/storage/buckets", "PATCH")]
    public async Task A_preflight_of_a_path_for_keys_is_answered_for_any_origin_without_a_key(string path, string method)
    {
        await using var api = await TestApi.StartAsync();
        using var response = await PreflightAsync(api, path, method, "https://app.example");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("*", Header(response, "Access-Control-Allow-Origin"));
        Assert.Contains("apikey", Header(response, "Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(method, Header(response, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/auth/login")]
    [InlineData("/api/projects")]
    [InlineData("/api/projects/0192f1c1-0000-7000-8000-000000000000/keys")]
    [InlineData("/api/sql/execute")]
    public async Task A_platform_path_answers_no_origin_unless_configured(string path)
    {
        await using var closed = await TestApi.StartAsync();
        Assert.Null(Header(await PreflightAsync(closed, path, "POST", "https://studio.example"), "Access-Control-Allow-Origin"));

        await using var open = await TestApi.StartAsync(settings: ("Kolaybase:PlatformOrigins", "https://studio.example"));
        Assert.Equal("https://studio.example", Header(await PreflightAsync(open, path, "POST", "https://studio.example"), "Access-Control-Allow-Origin"));
        Assert.Null(Header(await PreflightAsync(open, path, "POST", "https://evil.example"), "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Pages_may_read_the_headers_that_matter_and_errors_too()
    {
        await using var api = await TestApi.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/");
        request.Headers.Add("Origin", "https://app.example");
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.False(response.IsSuccessStatusCode);
        Assert.Equal("*", Header(response, "Access-Control-Allow-Origin"));
        foreach (var name in new[] { "Content-Range", "X-Request-Id", "Location", "Preference-Applied", "Retry-After" })
        {
            Assert.Contains(name, Header(response, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_project_narrows_the_origins_that_its_keys_answer()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var team = await registry.AddTeamAsync();
        var narrowed = await registry.AddProjectAsync(team.TeamId, origins: ["https://app.example"]);
        var open = await registry.AddProjectAsync(team.TeamId);
        await using var api = await registry.StartApiAsync(app => app.MapGet("/api/rest/v1/test/who", (ProjectCaller caller) => caller.Project.Id).RequireProjectKey());
        Assert.Equal("https://app.example", await OriginAsync(api, narrowed.AnonKey, "https://app.example"));
        Assert.Null(await OriginAsync(api, narrowed.AnonKey, "https://evil.example"));
        Assert.Null(await OriginAsync(api, narrowed.AnonKey, "null"));
        Assert.Equal("*", await OriginAsync(api, open.AnonKey, "https://evil.example"));
    }

    private static async Task<string?> OriginAsync(TestApi api, string key, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/test/who");
        request.Headers.Add("apikey", key);
        request.Headers.Add("Origin", origin);
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Header(response, "Access-Control-Allow-Origin");
    }

    private static async Task<HttpResponseMessage> PreflightAsync(TestApi api, string path, string method, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "apikey, authorization, content-type, prefer");
        return await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
