using System.Net.Http.Headers;
using System.Text.Json;

namespace Kolaybase.Tests.Logs;

/// <summary>Values go through real calls, good and refused; then every column of every entry is searched for them.</summary>
public sealed class PlantedValuesTests(LogStack stack) : IClassFixture<LogStack>
{
    private const string Filter = "planted-filter-1183";
    private const string Broken = "planted\"broken'2294";
    private const string SelectName = "planted_select_3305";
    private const string Row = "planted-row-4416";
    private const string Duplicate = "planted-duplicate-5527";
    private const string Key = "planted_key_6638";
    private const string Literal = "planted-literal-7749";
    private const string Raised = "planted-raised-8850";
    private const string Chosen = "planted-chosen-9961";
    private const string Object = "planted-object-1072";
    private const string Email = "planted-mail-2183@example.com";
    private const string Password = "planted-password-3294";
    private const string Code = "440055";
    private const string TypeName = "planted_type_5516";
    private const string Media = "planted/media6627";
    private const string Schema = "planted_schema_7738";
    private const string Preference = "planted-preference-8849";
    private const string Relation = "planted_relation_9950";
    private const string Argument = "planted_argument_1061";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_value_is_in_any_column()
    {
        var project = await stack.CreateAsync();
        var (id, service, anon) = (project.Id, project.ServiceKey, project.AnonKey);
        await LogStack.SqlAsync(project.Owner, id, $"create function raises() returns void language plpgsql as $f$ begin raise exception '{Raised}' using hint = '{Raised}', detail = '{Raised}'; end $f$", 200);
        await LogStack.SqlAsync(
            project.Owner,
            id,
            $$$"""
            create function chooses() returns void language plpgsql as $f$ begin
              raise sqlstate 'PGRST' using message = '{"code":"{{{Chosen}}}","message":"{{{Chosen}}}","hint":"{{{Chosen}}}"}', detail = '{"status":418,"headers":{}}'; end $f$
            """,
            200);
        await LogStack.SqlAsync(project.Owner, id, $"select '{Literal}'::int", 400);
        await LogStack.SqlAsync(project.Owner, id, $"select {SelectName}", 400);
        await ExpectAsync(200, service, HttpMethod.Get, $"/api/rest/v1/todos?title=eq.{Filter}");
        await ExpectAsync(400, service, HttpMethod.Get, $"/api/rest/v1/todos?title={Uri.EscapeDataString(Broken)}");
        await ExpectAsync(400, service, HttpMethod.Get, $"/api/rest/v1/todos?id=eq.{Filter}");
        await ExpectAsync(400, service, HttpMethod.Get, $"/api/rest/v1/todos?select={SelectName}");
        await ExpectAsync(400, service, HttpMethod.Get, $"/api/rest/v1/todos?select={Uri.EscapeDataString(Broken)}");
        await ExpectAsync(400, service, HttpMethod.Get, $"/api/rest/v1/todos?select={Relation}(*)");
        await ExpectAsync(400, service, HttpMethod.Get, $"/api/rest/v1/todos?{Relation}.id=eq.1");
        await ExpectAsync(400, service, HttpMethod.Get, $"/api/rest/v1/todos?limit={Filter}");
        await ExpectAsync(404, service, HttpMethod.Get, $"/api/rest/v1/rpc/raises?{Argument}=1");
        await ExpectAsync(201, service, HttpMethod.Post, "/api/rest/v1/todos", new { id = 1, title = Duplicate });
        await ExpectAsync(409, service, HttpMethod.Post, "/api/rest/v1/todos", new { id = 2, title = Duplicate });
        await ExpectAsync(400, service, HttpMethod.Post, "/api/rest/v1/todos", new { id = Row });
        await ExpectAsync(400, service, HttpMethod.Post, "/api/rest/v1/todos", new Dictionary<string, object> { ["id"] = 3, [Key] = Row });
        await ExpectAsync(400, service, HttpMethod.Post, "/api/rest/v1/todos", new StringContent($"{{\"{Row}", MediaTypeHeaderValue.Parse("application/json")));
        await ExpectAsync(415, service, HttpMethod.Post, "/api/rest/v1/todos", new StringContent("x", MediaTypeHeaderValue.Parse(Media)));
        await ExpectAsync(400, service, HttpMethod.Post, "/api/rest/v1/rpc/raises", new { });
        await ExpectAsync(418, service, HttpMethod.Post, "/api/rest/v1/rpc/chooses", new { });
        await WithHeaderAsync(406, service, "Accept", Media);
        await WithHeaderAsync(406, service, "Accept-Profile", Schema);
        await WithHeaderAsync(400, service, "Prefer", $"handling=strict, {Preference}");
        await ExpectAsync(400, service, HttpMethod.Post, $"/api/projects/{id}/tables", new { name = "t", columns = new[] { new { name = "c", type = TypeName } } });
        await ExpectAsync(400, service, HttpMethod.Post, $"/api/projects/{id}/tables", new Dictionary<string, object> { ["name"] = "t", ["columns"] = Array.Empty<object>(), [Key] = 1 });
        await ExpectAsync(409, service, HttpMethod.Post, $"/api/projects/{id}/tables/todos/rows", new { id = 1, title = Row });
        await ExpectAsync(404, service, HttpMethod.Put, $"/api/projects/{id}/tables/todos/rows", new { pkWhere = new { id = 7 }, data = new { title = Row } });
        await ExpectAsync(201, service, HttpMethod.Post, $"/api/projects/{id}/storage/buckets", new { name = "files" });
        await ExpectAsync(404, service, HttpMethod.Get, $"/api/projects/{id}/storage/buckets/files/objects/download?path={Object}/{Object}.txt");
        await ExpectAsync(400, service, HttpMethod.Get, $"/api/projects/{id}/storage/buckets/files/objects/download?path=../{Object}");
        await ExpectAsync(201, anon, HttpMethod.Post, "/api/rest/v1/auth/signup", new { email = Email, password = Password });
        await ExpectAsync(409, anon, HttpMethod.Post, "/api/rest/v1/auth/signup", new { email = Email, password = Password });
        await ExpectAsync(401, anon, HttpMethod.Post, "/api/rest/v1/auth/signin", new { email = Email, password = Password + "x" });
        await ExpectAsync(400, anon, HttpMethod.Post, "/api/rest/v1/auth/reset-password", new { email = Email, otp = Code, newPassword = Password });
        await ExpectAsync(200, anon, HttpMethod.Post, "/api/rest/v1/auth/forgot-password", new { email = Email });
        await ExpectAsync(200, service, HttpMethod.Get, $"/api/projects/{id}/auth/users?search={Email}");
        await ExpectAsync(401, anon, HttpMethod.Get, "/api/rest/v1/todos", token: $"{Row}.{Row}.{Row}");
        var last = await ExpectAsync(200, service, HttpMethod.Get, "/api/rest/v1/todos");

        await LogStack.EntriesAsync(project, $"requestId={last}", 1);
        var text = (await project.Owner.GetAsync($"/api/projects/{id}/logs?limit=500")).Text;
        var entries = JsonSerializer.Deserialize<JsonElement>(text).EnumerateArray().ToList();
        Assert.True(entries.Count > 40, $"{entries.Count}");
        Assert.All(entries.Where(e => e.GetProperty("kind").GetString() == "request" && e.GetProperty("status").GetInt32() >= 400), e => Assert.NotEmpty(e.GetProperty("cause").GetString()!));
        // The answer escapes some characters: what is in the rows is looked at as it is there.
        var rows = await stack.RowsAsync(id);
        string[] planted =
        [
            Filter, Broken, "broken'2294", SelectName, Row, Duplicate, Key, Literal, Raised, Chosen, Object, Email, Password, Code, TypeName, Media, Schema, Preference, Relation, Argument,
            service, anon, project.Owner.Token!, project.Owner.Email,
        ];
        Assert.All(planted, value => Assert.DoesNotContain(value, rows, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("planted", rows, StringComparison.OrdinalIgnoreCase);
    }

    private Task<string> ExpectAsync(int status, string key, HttpMethod method, string path, object body) => ExpectAsync(status, key, method, path, System.Net.Http.Json.JsonContent.Create(body));

    private async Task<string> ExpectAsync(int status, string key, HttpMethod method, string path, HttpContent? content = null, string? token = null)
    {
        var answer = await stack.CallAsync(key, method, path, content, token);
        Assert.True(answer.Status == status, $"{method} {path}: {answer.Status} instead of {status}: {answer.Body}");
        return answer.RequestId;
    }

    private async Task WithHeaderAsync(int status, string key, string name, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/todos");
        request.Headers.Add("apikey", key);
        request.Headers.TryAddWithoutValidation(name, value);
        using var response = await stack.Platform.Api.Client.SendAsync(request, Cancel);
        Assert.True((int)response.StatusCode == status, $"{name}: {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(Cancel)}");
    }
}
