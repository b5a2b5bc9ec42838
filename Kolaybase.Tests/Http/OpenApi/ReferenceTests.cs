using System.Text.Json;
using System.Text.RegularExpressions;
using Kolaybase.Tests.Http.Callers;
using Kolaybase.Tests.Http.Support;

namespace Kolaybase.Tests.Http.OpenApi;

public class ReferenceTests
{
    private static readonly string[] s_methods = ["get", "put", "post", "delete", "patch", "head", "options"];

    [Fact]
    public async Task The_document_is_OpenAPI_3_1_and_names_the_ways_to_sign_in()
    {
        await using var api = await TestApi.StartAsync();
        using var document = await ReadAsync(api);
        var root = document.RootElement;
        Assert.StartsWith("3.1", root.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("Kolaybase", root.GetProperty("info").GetProperty("title").GetString());
        Assert.Equal(["apikey", "platformToken", "userToken"], root.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(s => s.Name).Order());
    }

    [Fact]
    public async Task Every_operation_is_named_described_and_tells_its_refusals()
    {
        await using var api = await TestApi.StartAsync();
        using var document = await ReadAsync(api);
        var faults = new List<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (label, operation) in Operations(document))
        {
            Check(operation.TryGetProperty("operationId", out var id) && names.Add(id.GetString()!), label, "has no operationId of its own");
            Check(operation.TryGetProperty("summary", out var summary) && summary.GetString()!.Length > 0, label, "has no summary");
            Check(operation.TryGetProperty("tags", out var tags) && tags.GetArrayLength() > 0, label, "has no tag");
            var responses = operation.GetProperty("responses");
            Check(responses.EnumerateObject().Any(r => r.Name.StartsWith('4')), label, "tells no 4xx");
            Check(responses.EnumerateObject().Any(r => r.Name.StartsWith('2') || r.Name == "302"), label, "tells no success");
            foreach (var refusal in responses.EnumerateObject().Where(r => r.Name[0] is '4' or '5' or 'd'))
            {
                Check(refusal.Value.GetRawText().Contains("#/components/schemas/ApiError", StringComparison.Ordinal), label, $"{refusal.Name} has not the error body");
            }

            var parameters = operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToArray() : [];
            foreach (var parameter in parameters)
            {
                Check(parameter.TryGetProperty("description", out var text) && text.GetString()!.Length > 0, label, $"does not describe {parameter.GetProperty("name")}");
            }

            foreach (Match match in Regex.Matches(label, "{([^}]+)}"))
            {
                Check(parameters.Any(p => p.GetProperty("name").GetString() == match.Groups[1].Value), label, $"lists no {match.Value}");
            }
        }

        Assert.NotEmpty(names);
        Assert.True(faults.Count == 0, string.Join('\n', faults));

        void Check(bool holds, string label, string fault)
        {
            if (!holds)
            {
                faults.Add($"{label} {fault}");
            }
        }
    }

    [Fact]
    public async Task Every_reference_inside_the_document_resolves()
    {
        await using var api = await TestApi.StartAsync(CallerRoutes.Map);
        var text = await api.Client.GetStringAsync("/api/openapi.json", Cancel);
        using var document = JsonDocument.Parse(text);
        foreach (Match match in Regex.Matches(text, "\"\\$ref\": ?\"#/([^\"]+)\""))
        {
            var at = document.RootElement;
            foreach (var part in match.Groups[1].Value.Split('/'))
            {
                Assert.True(at.TryGetProperty(part, out at), match.Value);
            }
        }
    }

    [Theory]
    [InlineData("/test/me", "platformToken")]
    [InlineData("/test/data", "apikey|apikey,userToken")]
    [InlineData("/test/projects/{id}/tables", "platformToken|apikey|apikey,userToken")]
    [InlineData("/test/projects/{id}/member", "platformToken")]
    public async Task An_operation_tells_who_may_call_it(string path, string expected)
    {
        await using var api = await TestApi.StartAsync(CallerRoutes.Map);
        using var document = await ReadAsync(api);
        var security = document.RootElement.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("security");
        Assert.Equal(expected, string.Join('|', security.EnumerateArray().Select(r => string.Join(',', r.EnumerateObject().Select(s => s.Name).Order()))));
    }

    [Fact]
    public async Task The_caller_is_no_parameter()
    {
        await using var api = await TestApi.StartAsync(CallerRoutes.Map);
        using var document = await ReadAsync(api);
        var parameters = document.RootElement.GetProperty("paths").GetProperty("/test/projects/{id}/tables").GetProperty("post").GetProperty("parameters");
        Assert.Equal(["id"], parameters.EnumerateArray().Select(p => p.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task The_reference_page_loads_nothing_from_other_hosts()
    {
        await using var api = await TestApi.StartAsync();
        using var response = await api.Client.GetAsync("/docs", Cancel);
        var location = response.Headers.Location is { } next ? new Uri(api.BaseUrl, next) : new Uri(api.BaseUrl, "/docs");
        var page = await api.Client.GetStringAsync(location, Cancel);
        Assert.Contains("openapi.json", page, StringComparison.Ordinal);
        var sources = Regex.Matches(page, "(?:src|href)=\"([^\"]+)\"").Select(m => new Uri(location, m.Groups[1].Value)).ToList();
        Assert.NotEmpty(sources);
        foreach (var source in sources)
        {
            Assert.Equal(api.BaseUrl.Authority, source.Authority);
            using var asset = await api.Client.GetAsync(source, Cancel);
            Assert.True(asset.IsSuccessStatusCode, $"{source} {asset.StatusCode}");
        }

        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<JsonDocument> ReadAsync(TestApi api) => JsonDocument.Parse(await api.Client.GetStringAsync("/api/openapi.json", Cancel));

    private static IEnumerable<(string Label, JsonElement Operation)> Operations(JsonDocument document) =>
        from path in document.RootElement.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where s_methods.Contains(operation.Name)
        select ($"{operation.Name} {path.Name}", operation.Value);
}
