using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables.Editor;

public class EnumsTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task An_enumeration_is_made_grows_and_its_values_are_renamed_in_rows_too(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await ExpectAsync(project, 201, "POST", "/enums", """{"name": "Mood \"x\"", "values": ["it's", "größe"]}""", """{"name":"Mood \"x\"","schema":"public","values":["it's","größe"]}""");
        await ExpectAsync(project, 201, "POST", "/enums/Mood%20%22x%22/values", """{"value": "last"}""", """{"name":"Mood \"x\"","schema":"public","values":["it's","größe","last"]}""");
        await ExpectAsync(project, 201, "POST", "/enums/Mood%20%22x%22/values", """{"value": "a\\b", "before": "größe"}""", """{"name":"Mood \"x\"","schema":"public","values":["it's","a\\b","größe","last"]}""");
        await project.ExpectAsync(201, "POST", "", """{"name": "t", "columns": [{"name": "id", "type": "int", "isPrimary": true}, {"name": "m", "type": "\"Mood \"\"x\"\"\"", "defaultValue": "it's"}]}""");
        await project.ExpectAsync(201, "POST", "/t/rows", """{"id": 1}""");

        await ExpectAsync(project, 200, "PUT", "/enums/Mood%20%22x%22/values", """{"value": "it's", "newValue": "that"}""", """{"name":"Mood \"x\"","schema":"public","values":["that","a\\b","größe","last"]}""");
        Assert.Equal("that", (await project.ExpectAsync(200, "GET", "/t/rows")).GetProperty("rows")[0].GetProperty("m").GetString());
        await RefusedAsync(project, 409, "2BP01", "DELETE", "/enums/Mood%20%22x%22");
        await ExpectAsync(project, 200, "DELETE", "/enums/Mood%20%22x%22?cascade=true", null, null);
        await ExpectAsync(project, 200, "GET", "/enums", null, "[]");
        Assert.Equal(1, (await project.ExpectAsync(200, "GET", "/t/columns")).GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_is_no_enumeration_is_refused(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create type mood as enum ('a', 'b'); create table t (id int); create domain d as int");
        var long64 = new string('v', 64);

        await RefusedAsync(project, 409, "42710", "POST", "/enums", """{"name": "mood", "values": ["a"]}""");
        await RefusedAsync(project, 409, "42710", "POST", "/enums", """{"name": "t", "values": ["a"]}""");
        await RefusedAsync(project, 400, "KB301", "POST", "/enums", """{"name": "", "values": ["a"]}""");
        await RefusedAsync(project, 400, "KB002", "POST", "/enums", """{"name": "x", "values": []}""");
        await RefusedAsync(project, 400, "KB002", "POST", "/enums", """{"name": "x", "values": ["a", "a"]}""");
        await RefusedAsync(project, 400, "KB002", "POST", "/enums", """{"name": "x", "values": [null]}""");
        await RefusedAsync(project, 400, "KB002", "POST", "/enums", $$"""{"name": "x", "values": ["{{long64}}"]}""");
        await RefusedAsync(project, 409, "42710", "POST", "/enums/mood/values", """{"value": "a"}""");
        await RefusedAsync(project, 400, "KB002", "POST", "/enums/mood/values", """{"value": "c", "before": "a", "after": "b"}""");
        await RefusedAsync(project, 400, "42704", "POST", "/enums/mood/values", """{"value": "c", "before": "z"}""");
        await RefusedAsync(project, 400, "KB002", "POST", "/enums/mood/values", $$"""{"value": "{{long64}}"}""");
        await RefusedAsync(project, 404, "42704", "PUT", "/enums/mood/values", """{"value": "z", "newValue": "y"}""");
        await RefusedAsync(project, 409, "42710", "PUT", "/enums/mood/values", """{"value": "a", "newValue": "b"}""");
        await RefusedAsync(project, 404, "42704", "POST", "/enums/moood/values", """{"value": "a"}""");
        await RefusedAsync(project, 404, "42704", "DELETE", "/enums/d");
        await RefusedAsync(project, 404, "3F000", "GET", "/enums?schema=nope");
        await RefusedAsync(project, 404, "3F000", "POST", "/enums?schema=auth", """{"name": "x", "values": ["a"]}""");
        await ExpectAsync(project, 200, "GET", "/enums", null, """[{"name":"mood","schema":"public","values":["a","b"]}]""");
    }

    private static async Task ExpectAsync(TablesProject project, int status, string method, string path, string? body, string? json)
    {
        var answer = await project.ProjectCallAsync(method, path, Caller.Developer, body);
        Assert.True(answer.Status == status, $"{method} {path} {body}: {answer}");
        if (json is not null)
        {
            Assert.True(System.Text.Json.JsonElement.DeepEquals(System.Text.Json.JsonElement.Parse(json), answer.Json), $"{json}\n{answer}");
        }
    }

    private static async Task RefusedAsync(TablesProject project, int status, string code, string method, string path, string? body = null)
    {
        var answer = await project.ProjectCallAsync(method, path, Caller.Service, body);
        Assert.True(answer.Status == status && answer.Json.GetProperty("code").GetString() == code, $"{method} {path} {body}: expected {status} {code}, got {answer}");
    }
}
