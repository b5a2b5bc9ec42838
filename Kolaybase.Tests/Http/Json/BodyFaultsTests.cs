using System.Text;
using Kolaybase.Api.Http.Json;
using Kolaybase.Api.Tables.Ddl;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Microsoft.AspNetCore.Builder;

namespace Kolaybase.Tests.Http.Json;

public class BodyFaultsTests
{
    public sealed record Order(string Name, int? Count = null, TeamRole? Role = null, Address? Ship = null, IReadOnlyList<string>? Tags = null, Guid? Ref = null);

    public sealed record Address(string Street, bool? Floor = null);

    [Theory]
    [InlineData("", "KB001", "The body is empty; this call takes a JSON object.")]
    [InlineData("{", "KB001", "The body is not valid JSON.")]
    [InlineData("{\"name\": 'x'}", "KB001", "The body is not valid JSON.")]
    [InlineData("{\"name\": \"x\",}", "KB001", "The body is not valid JSON.")]
    [InlineData("{\"name\": \"x\"} {}", "KB001", "The body is not valid JSON.")]
    [InlineData("null", "KB002", "The body must be an object, not null.")]
    [InlineData("[]", "KB002", "The body must be an object, not an array.")]
    [InlineData("\"x\"", "KB002", "The body must be an object, not a string.")]
    [InlineData("{}", "KB002", "\"name\" is required.")]
    [InlineData("{\"name\": null}", "KB002", "\"name\" must not be null.")]
    [InlineData("{\"name\": 1}", "KB002", "\"name\" must be a string.")]
    [InlineData("{\"name\": \"x\", \"count\": \"1\"}", "KB002", "\"count\" must be a whole number.")]
    [InlineData("{\"name\": \"x\", \"count\": 1.5}", "KB002", "\"count\" must be a whole number.")]
    [InlineData("{\"name\": \"x\", \"count\": 99999999999}", "KB002", "\"count\" must be a whole number.")]
    [InlineData("{\"name\": \"x\", \"role\": \"boss\"}", "KB002", "\"role\" must be one of viewer, developer, admin, owner.")]
    [InlineData("{\"name\": \"x\", \"role\": 3}", "KB002", "\"role\" must be one of viewer, developer, admin, owner.")]
    [InlineData("{\"name\": \"x\", \"ref\": \"7\"}", "KB002", "\"ref\" must be a UUID.")]
    [InlineData("{\"name\": \"x\", \"ship\": 7}", "KB002", "\"ship\" must be an object.")]
    [InlineData("{\"name\": \"x\", \"ship\": {}}", "KB002", "\"ship.street\" is required.")]
    [InlineData("{\"name\": \"x\", \"ship\": {\"street\": \"s\", \"floor\": 0}}", "KB002", "\"ship.floor\" must be true or false.")]
    [InlineData("{\"name\": \"x\", \"tags\": [\"a\", 1]}", "KB002", "\"tags[1]\" must be a string.")]
    [InlineData("{\"name\": \"x\", \"tags\": {}}", "KB002", "\"tags\" must be an array of the right values.")]
    [InlineData("{\"name\": \"x\", \"name\": \"y\"}", "KB002", "A field appears twice in one object of the body.")]
    [InlineData("{\"Name\": \"x\"}", "KB002", null)]
    [InlineData("{\"name\": \"a\\u0000b\"}", "KB002", "\"name\" must not contain NUL characters or halves of surrogate pairs.")]
    [InlineData("{\"name\": \"\\ud800\"}", "KB002", "\"name\" must not contain NUL characters or halves of surrogate pairs.")]
    [InlineData("{\"name\": \"\\udc00\\ud800\"}", "KB002", "\"name\" must not contain NUL characters or halves of surrogate pairs.")]
    public async Task A_faulty_body_is_told_by_the_fields_name(string json, string code, string? message)
    {
        await using var api = await StartAsync();
        var error = await PostAsync(api, Encoding.UTF8.GetBytes(json), code);
        Assert.DoesNotContain("Kolaybase", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error.ToString(), StringComparison.Ordinal);
        if (message is not null)
        {
            Assert.Equal(message, error.Message);
        }
    }

    [Fact]
    public async Task Every_fault_of_a_body_is_told_at_once()
    {
        await using var api = await StartAsync();
        var error = await PostAsync(api, "{\"nmae\": \"x\", \"count\": true, \"ship\": {\"street\": null}}"u8.ToArray(), "KB002");
        Assert.StartsWith("The body has 4 faults; the first: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            "\"nmae\" is not a field of this call; it takes name, count, role, ship, tags, ref; \"count\" must be a whole number; \"ship.street\" must not be null; \"name\" is required",
            error.Details);
    }

    [Fact]
    public async Task Malformed_JSON_is_told_with_its_position()
    {
        await using var api = await StartAsync();
        var error = await PostAsync(api, "{\n  \"name\": oops\n}"u8.ToArray(), "KB001");
        Assert.Equal("line 2, column 11", error.Details);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        await using var api = await StartAsync();
        await PostAsync(api, [.. "{\"name\": \""u8, 0xff, 0xfe, .. "\"}"u8], "KB004");
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        await using var api = await StartAsync();
        await PostAsync(api, Encoding.UTF8.GetBytes(new string('[', 100_000)), "KB606");
        await PostAsync(api, Encoding.UTF8.GetBytes($"{{\"name\": \"x\", \"tags\": {new string('[', 200)}{new string(']', 200)}}}"), "KB606");
    }

    [Fact]
    public async Task A_long_unknown_name_does_not_blow_up_the_answer()
    {
        await using var api = await StartAsync();
        var error = await PostAsync(api, Encoding.UTF8.GetBytes($"{{\"name\": \"x\", \"{new string('y', 10_000)}\": 1}}"), "KB002");
        Assert.True(error.Message.Length < 300, error.Message);
    }

    [Fact]
    public async Task A_right_body_is_bound()
    {
        await using var api = await StartAsync();
        using var content = new StringContent("{\"name\": \"ü\", \"role\": \"admin\", \"count\": null, \"ship\": {\"street\": \"s\"}}", Encoding.UTF8, "application/json");
        using var response = await api.Client.PostAsync("/orders", content, TestContext.Current.CancellationToken);
        Assert.Equal(
            "{\"name\":\"ü\",\"count\":null,\"role\":\"admin\",\"ship\":{\"street\":\"s\",\"floor\":null},\"tags\":null,\"ref\":null}",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public sealed record Route(IReadOnlyList<Address> Stops, TableAccess? Access = null);

    [Theory]
    [InlineData("{\"stops\": [{\"street\": \"a\", \"nope\": 1}]}", "\"stops[0].nope\" is not a field of this call; it takes street, floor.")]
    [InlineData("{\"stops\": [{\"street\": \"a\"}, {}]}", "\"stops[1].street\" is required.")]
    [InlineData("{\"stops\": [{\"street\": \"a\", \"floor\": 3}]}", "\"stops[0].floor\" must be true or false.")]
    [InlineData("{\"stops\": [7]}", "\"stops[0]\" must be an object.")]
    [InlineData("{\"stops\": [null], \"access\": 1}", "The body has 2 faults; the first: \"stops[0]\" must be an object.")]
    [InlineData("{\"stops\": [], \"access\": \"public_read\"}", "\"access\" must be one of private, public-read, owner.")]
    public void Faults_inside_arrays_are_told_by_their_place(string json, string message) =>
        Assert.Equal(message, BodyFaults.Explain(Encoding.UTF8.GetBytes(json), typeof(Route), ApiJson.Options).Message);

    [Fact]
    public void What_is_too_deep_is_not_called_malformed()
    {
        static byte[] Nested(int levels) => Encoding.UTF8.GetBytes("{\"stops\": " + new string('[', levels - 1) + new string(']', levels - 1) + "}");
        Assert.Equal("\"stops[0]\" must be an object.", BodyFaults.Explain(Nested(64), typeof(Route), ApiJson.Options).Message);
        var deep = BodyFaults.Explain(Nested(65), typeof(Route), ApiJson.Options);
        Assert.Equal(("KB606", "The JSON is nested deeper than 64 levels."), (deep.Code, deep.Message));
    }

    [Fact]
    public void A_status_is_written_in_capitals_and_all_else_small()
    {
        Assert.Equal("\"PROVISIONING\"", System.Text.Json.JsonSerializer.Serialize(ProjectStatus.Provisioning, ApiJson.Options));
        Assert.Equal("\"service\"", System.Text.Json.JsonSerializer.Serialize(ProjectKeyKind.Service, ApiJson.Options));
    }

    private static Task<TestApi> StartAsync() => TestApi.StartAsync(app => app.MapPost("/orders", (Order order) => order));

    private static async Task<ErrorBody> PostAsync(TestApi api, byte[] body, string code)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        return await ErrorBody.ReadAsync(await api.Client.PostAsync("/orders", content, TestContext.Current.CancellationToken), 400, code);
    }
}
