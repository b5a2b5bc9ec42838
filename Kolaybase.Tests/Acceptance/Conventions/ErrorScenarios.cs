using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Conventions;

/// <summary>Contract, section 1: one error body, request ids, statuses.</summary>
public class ErrorScenarios
{
    [Theory]
    [InlineData("GET", "/api/nothing/here", 404, "KB404")]
    [InlineData("GET", "/api/auth/login", 405, "KB405")]
    [InlineData("GET", "/api/projects", 401, "KB101")]
    [InlineData("GET", "/api/projects/7", 404, "KB404")]
    [InlineData("GET", "/api/rest/v1/things", 401, "PGRST302")]
    [InlineData("GET", "/api/rest/v1/things?x=%00", 400, "KB004")]
    public async Task Whatever_is_refused_has_the_one_error_body(string method, string path, int status, string code) =>
        (await (await AcceptanceStack.ClientAsync()).SendAsync(method, path)).Expect(status, code).MustNotContain("System.", "Npgsql", "   at ", "select ");

    [Theory]
    [InlineData("", "application/json", 400, "KB001")]
    [InlineData("{", "application/json", 400, "KB001")]
    [InlineData("[]", "application/json", 400, "KB002")]
    [InlineData("{}", "application/json", 400, "KB002")]
    [InlineData("{\"email\":7,\"password\":true}", "application/json", 400, "KB002")]
    [InlineData("{\"email\":\"a@example.com\",\"password\":\"correct horse battery\",\"admin\":true}", "application/json", 400, "KB002")]
    [InlineData("{\"email\":\"a\\u0000@example.com\",\"password\":\"correct horse battery\"}", "application/json", 400, "KB002")]
    [InlineData("email=a", "application/x-www-form-urlencoded", 415, "KB415")]
    public async Task A_body_that_is_not_what_the_call_takes_is_refused(string body, string type, int status, string code) =>
        (await (await AcceptanceStack.ClientAsync()).PostRawAsync("/api/auth/signup", body, type)).Expect(status, code);

    [Fact]
    public async Task Every_fault_of_a_body_is_told_at_once()
    {
        var answer = (await (await AcceptanceStack.ClientAsync()).PostRawAsync("/api/auth/signup", "{\"email\":7,\"admin\":true}")).Expect(400, "KB002");
        foreach (var field in new[] { "email", "admin", "password" })
        {
            Assert.Contains($"\"{field}\"", answer.Text("details"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413() =>
        (await (await AcceptanceStack.ClientAsync()).PostRawAsync("/api/auth/login", "{\"email\":\"" + new string('a', 1_100_000) + "\"}")).Expect(413, "KB413");

    [Fact]
    public async Task A_path_with_another_method_tells_which_it_takes() =>
        Assert.Equal("POST", (await (await AcceptanceStack.ClientAsync()).DeleteAsync("/api/auth/login")).Expect(405, "KB405").Header("Allow"));

    [Fact]
    public async Task A_request_id_that_is_sane_comes_back_and_another_is_replaced()
    {
        var client = await AcceptanceStack.ClientAsync();
        Assert.Equal("my.request-1", (await client.GetAsync("/alive", ("X-Request-Id", "my.request-1"))).Expect(200).Header("X-Request-Id"));
        Assert.DoesNotContain(" ", (await client.GetAsync("/alive", ("X-Request-Id", "not sane"))).Expect(200).Header("X-Request-Id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_of_what_is_not_there_has_no_body()
    {
        var answer = (await (await AcceptanceStack.ClientAsync()).SendAsync("HEAD", "/api/nothing")).Expect(404);
        Assert.Empty(answer.Body);
    }
}
