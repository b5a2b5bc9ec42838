using System.Text;
using System.Text.Json;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.Http.Callers;

public sealed class ProjectCallerTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private TestApi _api = null!;
    private TestProject _project = null!;
    private TestProject _other = null!;
    private RealmSigner _platform = null!;
    private (Guid TeamId, Guid AccountId) _team;

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.CreateAsync();
        _team = await _registry.AddTeamAsync();
        _project = await _registry.AddProjectAsync(_team.TeamId);
        _other = await _registry.AddProjectAsync((await _registry.AddTeamAsync()).TeamId);
        _platform = await _registry.AddSignerAsync(Realms.Platform);
        _api = await _registry.StartApiAsync(CallerRoutes.Map);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _registry.DisposeAsync();
    }

    [Fact]
    public async Task The_anon_key_is_role_anon() =>
        Assert.Equal($"{_project.Id} Anon {{\"role\":\"anon\"}} ", await TextAsync("/test/data", _project.AnonKey));

    [Fact]
    public async Task The_service_key_is_role_service() =>
        Assert.Equal($"{_project.Id} ServiceRole {{\"role\":\"service_role\"}} ", await TextAsync("/test/data", _project.ServiceKey));

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("bearer  ")]
    public async Task A_mirrored_key_is_the_key_alone(string scheme) =>
        Assert.Contains(" Anon ", await TextAsync("/test/data", _project.AnonKey, scheme + _project.AnonKey), StringComparison.Ordinal);

    [Fact]
    public async Task A_users_token_is_role_authenticated_with_its_claims()
    {
        var user = Guid.CreateVersion7();
        var token = _project.Signer.Sign(user, claims: new Dictionary<string, object> { ["email"] = "ü@example.com", ["app"] = new Dictionary<string, object> { ["plan"] = "pro" } });
        var text = await TextAsync("/test/data", _project.AnonKey, "Bearer " + token);
        Assert.StartsWith($"{_project.Id} Authenticated ", text, StringComparison.Ordinal);
        using var claims = JsonDocument.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..].TrimEnd());
        Assert.Equal(user.ToString(), claims.RootElement.GetProperty("sub").GetString());
        Assert.Equal("ü@example.com", claims.RootElement.GetProperty("email").GetString());
        Assert.Equal("pro", claims.RootElement.GetProperty("app").GetProperty("plan").GetString());
    }

    [Theory]
    [InlineData("service_role")]
    [InlineData("postgres")]
    [InlineData("anon")]
    public async Task A_token_never_chooses_its_role(string role)
    {
        var token = _project.Signer.Sign(Guid.CreateVersion7(), claims: new Dictionary<string, object> { ["role"] = role });
        var text = await TextAsync("/test/data", _project.AnonKey, "Bearer " + token);
        Assert.Contains(" Authenticated ", text, StringComparison.Ordinal);
        Assert.Contains("\"role\":\"authenticated\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{role}\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_key_with_a_users_token_has_the_users_rights_only() =>
        Assert.Contains(" Authenticated ", await TextAsync("/test/data", _project.ServiceKey, "Bearer " + _project.Signer.Sign(Guid.CreateVersion7())), StringComparison.Ordinal);

    [Fact]
    public async Task No_key_is_401()
    {
        var error = await RefusedAsync("/test/data", 401, "PGRST302");
        Assert.Contains("apikey", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_in_the_URL_is_no_key()
    {
        var error = await RefusedAsync($"/test/data?apikey={_project.ServiceKey}", 401, "PGRST302");
        Assert.Contains("URL", error.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain(_project.ServiceKey, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kb_anon_unknown")]
    [InlineData("x")]
    [InlineData("' or 1=1 --")]
    public async Task An_unknown_key_is_401(string key) => await RefusedAsync("/test/data", 401, "KB102", key);

    [Fact]
    public async Task A_key_of_ten_thousand_characters_is_401() => await RefusedAsync("/test/data", 401, "KB102", "kb_anon_" + new string('a', 10_000));

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz", "KB101")]
    [InlineData("Bearer", "KB101")]
    [InlineData("Bearer not.a.token", "PGRST301")]
    [InlineData("Bearer kb_anon_other", "PGRST301")]
    public async Task What_is_no_token_is_401_and_never_anon(string authorization, string code) =>
        await RefusedAsync("/test/data", 401, code, _project.AnonKey, authorization);

    [Fact]
    public async Task A_token_of_another_project_is_401() =>
        await RefusedAsync("/test/data", 401, "PGRST301", _project.AnonKey, "Bearer " + _other.Signer.Sign(Guid.CreateVersion7()));

    [Fact]
    public async Task A_platform_token_is_no_users_token() =>
        await RefusedAsync("/test/data", 401, "PGRST301", _project.AnonKey, "Bearer " + _platform.Sign(_team.AccountId, audience: Realms.PlatformAudience));

    [Fact]
    public async Task An_expired_token_is_401()
    {
        var error = await RefusedAsync("/test/data", 401, "PGRST303", _project.AnonKey, "Bearer " + _project.Signer.Sign(Guid.CreateVersion7(), expiresIn: TimeSpan.FromMinutes(-1)));
        Assert.Equal("JWT expired", error.Message);
    }

    [Fact]
    public async Task A_call_for_the_service_key_refuses_all_others()
    {
        Assert.Contains(" ServiceRole ", await TextAsync("/test/data/service", _project.ServiceKey), StringComparison.Ordinal);
        await RefusedAsync("/test/data/service", 403, "KB105", _project.AnonKey);
        await RefusedAsync("/test/data/service", 403, "KB105", _project.AnonKey, "Bearer " + _project.Signer.Sign(Guid.CreateVersion7()));
    }

    [Fact]
    public async Task A_revoked_key_stops_working_within_five_seconds()
    {
        await TextAsync("/test/data", _project.AnonKey);
        await using (var context = _registry.Open())
        {
            var now = TimeProvider.System.GetUtcNow();
            await context.ProjectKeys.Where(k => k.ProjectId == _project.Id).ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, now), Cancel);
        }

        await Eventually.TrueAsync(async () => (int)(await SendAsync("/test/data", _project.AnonKey)).StatusCode == 401, "the key is refused", Cancel, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_path_is_opened_by_the_projects_own_keys()
    {
        Assert.Contains(" Anon ", await TextAsync($"/test/projects/{_project.Id}/tables", _project.AnonKey), StringComparison.Ordinal);
        Assert.Contains(" ServiceRole ", await TextAsync($"/test/projects/{_project.Id}/tables", _project.ServiceKey), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_on_another_projects_path_is_403_whether_that_exists_or_not()
    {
        var existing = await RefusedAsync($"/test/projects/{_other.Id}/tables", 403, "KB106", _project.ServiceKey);
        var absent = await RefusedAsync($"/test/projects/{Guid.CreateVersion7()}/tables", 403, "KB106", _project.ServiceKey);
        Assert.Equal(existing, absent);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("not-a-uuid")]
    [InlineData("%27")]
    [InlineData("{0192f1c1-0000-7000-8000-000000000000}")]
    public async Task A_project_id_that_is_no_UUID_is_404(string id)
    {
        await RefusedAsync($"/test/projects/{id}/tables", 404, "KB110", _project.ServiceKey);
        await RefusedAsync($"/test/projects/{id}/tables", 404, "KB110", null, Platform(_team.AccountId));
    }

    [Fact]
    public async Task A_path_without_credentials_is_401() => await RefusedAsync($"/test/projects/{_project.Id}/tables", 401, "KB101");

    [Fact]
    public async Task A_users_token_that_does_not_verify_is_401_on_a_path_too() =>
        await RefusedAsync($"/test/projects/{_project.Id}/tables", 401, "KB104", _project.AnonKey, "Bearer " + _other.Signer.Sign(Guid.CreateVersion7()));

    [Fact]
    public async Task A_member_calls_with_the_service_role_and_his_own() =>
        Assert.EndsWith("\"service_role\"} Owner", await TextAsync($"/test/projects/{_project.Id}/tables", null, Platform(_team.AccountId)), StringComparison.Ordinal);

    [Fact]
    public async Task Who_is_no_member_gets_404_whether_the_project_exists_or_not()
    {
        var existing = await RefusedAsync($"/test/projects/{_other.Id}/tables", 404, "KB110", null, Platform(_team.AccountId));
        var absent = await RefusedAsync($"/test/projects/{Guid.CreateVersion7()}/tables", 404, "KB110", null, Platform(_team.AccountId));
        Assert.Equal(existing, absent);
        await RefusedAsync($"/test/projects/{_other.Id}/member", 404, "KB110", null, Platform(_team.AccountId));
    }

    [Fact]
    public async Task A_key_where_only_members_may_call_is_told_what_to_send_instead()
    {
        foreach (var key in new[] { _project.AnonKey, _project.ServiceKey, "kb_service_unknown" })
        {
            var error = await RefusedAsync($"/test/projects/{_project.Id}/member", 401, "KB101", key);
            Assert.Equal("An API key is not accepted here; this call needs a platform user's token.", error.Message);
            Assert.Contains("/api/auth/login", error.Hint, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(TeamRole.Viewer, 403)]
    [InlineData(TeamRole.Developer, 200)]
    [InlineData(TeamRole.Owner, 200)]
    public async Task Changes_need_a_developer(TeamRole role, int status)
    {
        var team = await _registry.AddTeamAsync(role);
        var project = await _registry.AddProjectAsync(team.TeamId);
        Assert.Contains(" ServiceRole ", await TextAsync($"/test/projects/{project.Id}/tables", null, Platform(team.AccountId)), StringComparison.Ordinal);
        using var response = await SendAsync($"/test/projects/{project.Id}/tables", null, Platform(team.AccountId), "{}");
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Changes_need_the_service_key_or_a_member_and_that_is_told_before_the_body_is_read()
    {
        using var asAnon = await SendAsync($"/test/projects/{_project.Id}/tables", _project.AnonKey, body: "{ not json");
        await ErrorBody.ReadAsync(asAnon, 403, "KB105");
        using var asUser = await SendAsync($"/test/projects/{_project.Id}/tables", _project.AnonKey, "Bearer " + _project.Signer.Sign(Guid.CreateVersion7()), "{}");
        await ErrorBody.ReadAsync(asUser, 403, "KB105");
        using var asService = await SendAsync($"/test/projects/{_project.Id}/tables", _project.ServiceKey, body: "{}");
        Assert.Equal(200, (int)asService.StatusCode);
    }

    [Fact]
    public async Task A_lesser_role_than_a_route_needs_is_403()
    {
        var team = await _registry.AddTeamAsync(TeamRole.Developer);
        var project = await _registry.AddProjectAsync(team.TeamId);
        var error = await RefusedAsync($"/test/projects/{project.Id}/admin", 403, "KB105", null, Platform(team.AccountId));
        Assert.Contains("admin", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProjectStatus.Provisioning, 503, "KB111")]
    [InlineData(ProjectStatus.Failed, 409, "KB112")]
    [InlineData(ProjectStatus.Deleting, 409, "KB113")]
    public async Task A_project_that_is_not_active_says_so(ProjectStatus status, int expected, string code)
    {
        var project = await _registry.AddProjectAsync(_team.TeamId, status);
        await RefusedAsync("/test/data", expected, code, project.AnonKey);
        await RefusedAsync($"/test/projects/{project.Id}/tables", expected, code, project.ServiceKey);
        await RefusedAsync($"/test/projects/{project.Id}/tables", expected, code, null, Platform(_team.AccountId));
        Assert.Contains("Owner", await TextAsync($"/test/projects/{project.Id}/member", null, Platform(_team.AccountId)), StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Platform(Guid account) => "Bearer " + _platform.Sign(account, audience: Realms.PlatformAudience);

    private async Task<string> TextAsync(string url, string? key, string? authorization = null)
    {
        using var response = await SendAsync(url, key, authorization);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    private async Task<ErrorBody> RefusedAsync(string url, int status, string code, string? key = null, string? authorization = null)
    {
        using var response = await SendAsync(url, key, authorization);
        Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Count > 0);
        return await ErrorBody.ReadAsync(response, status, code);
    }

    private async Task<HttpResponseMessage> SendAsync(string url, string? key, string? authorization = null, string? body = null)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, url);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("apikey", key);
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await _api.Client.SendAsync(request, Cancel);
    }
}
