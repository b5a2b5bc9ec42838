using System.Text.Json;
using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Operations;

/// <summary>Contract, section 8.</summary>
public class OperationScenarios
{
    [Fact]
    public async Task Health_is_200_and_lists_what_is_degraded()
    {
        var answer = (await (await AcceptanceStack.ClientAsync()).GetAsync("/health")).Expect(200);
        Assert.Equal(JsonValueKind.Array, answer.Json.GetProperty("degraded").ValueKind);
    }

    [Fact]
    public async Task The_process_says_that_it_is_alive() => (await (await AcceptanceStack.ClientAsync()).GetAsync("/alive")).Expect(200).MustBe("""{"status":"ok"}""");

    [Fact]
    public async Task The_document_lists_the_calls_of_the_contract()
    {
        var answer = (await (await AcceptanceStack.ClientAsync()).GetAsync("/api/openapi.json")).Expect(200);
        var paths = answer.Json.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        foreach (var path in new[] { "/api/auth/signup", "/api/teams", "/api/projects", "/api/projects/{id}/tables", "/api/rest/v1/{table}", "/health" })
        {
            Assert.Contains(path, paths);
        }
    }

    [Fact]
    public async Task The_reference_is_a_page()
    {
        var client = await AcceptanceStack.ClientAsync();
        var answer = await client.GetAsync("/docs");
        var page = answer.Status == 200 ? answer : (await client.GetAsync(new Uri(new Uri("http://x/docs"), answer.Header("Location")!).PathAndQuery)).Expect(200);
        Assert.Contains("<html", page.Body, StringComparison.OrdinalIgnoreCase);
        page.MustNotContain("https://");
    }
}
