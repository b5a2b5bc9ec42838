using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Telemetry;

/// <summary>Secrets and values go through real calls; then all spans, logs and metrics, and both consoles, are searched for them.</summary>
[Collection(TelemetryStack.Collection)]
public sealed partial class PlantedSecretsTests(TelemetryStack stack)
{
    private const string Literal = "planted-literal-7261";
    private const string BrokenLiteral = "planted-broken-9917";
    private const string NoSql = "plantednosql4411";
    private const string RowValue = "planted-row-5526";
    private const string FilterValue = "planted-filter-8837";
    private const string MailedCode = "planted-code-6604";
    private const string Duplicate = "planted-duplicate-3306";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_password_token_key_value_or_mail_is_in_any_span_or_log()
    {
        var owner = await stack.SignUpAsync();
        var project = (await owner.PostAsync("/api/projects", new { name = "planted" })).Expect(201);
        var (id, key) = (project.GetProperty("id").GetGuid(), project.GetProperty("serviceKey").GetString()!);

        await SqlAsync(owner, id, "create table notes (id int primary key, note text unique)", 200);
        await SqlAsync(owner, id, $"select '{Literal}'", 200);
        await SqlAsync(owner, id, $"select '{BrokenLiteral}'::int", 400);
        await SqlAsync(owner, id, NoSql, 400);
        await SqlAsync(owner, id, "grant all on notes to service_role", 200);
        Assert.Equal(201, await RestAsync(key, HttpMethod.Post, "notes", new { id = 1, note = Duplicate }));
        Assert.Equal(409, await RestAsync(key, HttpMethod.Post, "notes", new { id = 2, note = Duplicate }));
        Assert.Equal(400, await RestAsync(key, HttpMethod.Post, "notes", new { id = RowValue }));
        Assert.Equal(200, await RestAsync(key, HttpMethod.Get, $"notes?note=eq.{FilterValue}"));
        Assert.Equal(401, await RestAsync(key + "x", HttpMethod.Get, "notes"));
        using (await stack.Client.GetAsync($"/api/rest/v1/auth/magic-link-callback?otp={MailedCode}&apikey={project.GetProperty("anonKey").GetString()}", Cancel))
        {
            // Whatever it answers: such an address has a code and a key in its query.
        }

        (await owner.PostAsync("/api/auth/login", new { email = owner.Email, password = "planted-wrong-password" })).Expect(401);
        (await owner.PostAsync("/api/auth/forgot-password", new { email = owner.Email })).Expect(200);
        var mail = await stack.MailToAsync(owner.Email);
        var last = await LastAsync(owner);

        // What was called is exported: the search is not one of nothing.
        await Eventually.TrueAsync(
            () => Task.FromResult(stack.Receiver.Holds(last) && stack.Receiver.Spans.Any(s => s.Name == "send mail") && stack.Receiver.Holds("/api/sql/execute")),
            "the spans of all calls are exported",
            Cancel);

        string[] secrets =
        [
            Literal, BrokenLiteral, NoSql, RowValue, FilterValue, Duplicate, MailedCode,
            PlatformClient.Password, "planted-wrong-password", owner.Token!, owner.RefreshToken, key, project.GetProperty("anonKey").GetString()!,
            Code().Match(mail.TextBody!).Value, mail.TextBody!.Trim()[..40], owner.Email, TelemetryStack.MetricsToken,
        ];
        Assert.All(secrets, secret => Assert.False(string.IsNullOrWhiteSpace(secret)));
        Assert.All(secrets, secret => Assert.False(stack.Receiver.Holds(secret), $"\"{secret}\" was exported"));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, stack.Output, StringComparison.Ordinal));
        Assert.DoesNotContain(stack.Receiver.Spans, s => s.Attributes.ContainsKey("db.query.text") || s.Attributes.ContainsKey("db.npgsql.data_source"));
        // Passwords of logins are set by such statements.
        Assert.False(stack.Receiver.Holds("SCRAM-SHA-256$"));
    }

    private static async Task SqlAsync(PlatformClient owner, Guid projectId, string query, int status) =>
        (await owner.PostAsync("/api/sql/execute", new { projectId, query })).Expect(status);

    private async Task<int> RestAsync(string key, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/rest/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("apikey", key);
        using var response = await stack.Client.SendAsync(request, Cancel);
        return (int)response.StatusCode;
    }

    /// <summary>One more request, whose id tells that all before it were exported too.</summary>
    private async Task<string> LastAsync(PlatformClient owner)
    {
        var id = $"last-{Guid.CreateVersion7():N}";
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/teams");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", owner.Token);
        request.Headers.Add("X-Request-Id", id);
        using var response = await stack.Client.SendAsync(request, Cancel);
        Assert.True(response.IsSuccessStatusCode);
        return id;
    }

    [GeneratedRegex(@"(?<=^\s*)[0-9]{6,}(?=\s*$)", RegexOptions.Multiline)]
    private static partial Regex Code();
}
