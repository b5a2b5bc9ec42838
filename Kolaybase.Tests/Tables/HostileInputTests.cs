using System.Text.Json;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

/// <summary>Texts that try to become SQL or to break the server, in every field of every call: each is refused by a 4xx or taken literally.</summary>
public class HostileInputTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    private static readonly string[] Texts =
    [
        "'", "\"", "\\", "';drop table victim;--", "\";drop table victim;--", "\\';drop table victim;--", "1);drop table victim;--", "$$;drop table victim;$$",
        "/*", "--", ";", "%", "_", "\n", "\u2028", "\u202e", "😀", "${x}", "{0}", "$1", ":p", "@p", "../..", "<script>", "{\"expression\":\"1\"}", new string('x', 10_000), new string('"', 64), new string('(', 400), "a\u0301", "\ufffe", "\u0001",
    ];

    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task No_text_in_any_field_does_anything_but_what_it_says(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("""
            create table victim (id int primary key, txt text);
            insert into victim values (1, 'a');
            grant all on victim to service_role;
            """);

        foreach (var text in Texts)
        {
            var json = JsonSerializer.Serialize(text);
            var url = Uri.EscapeDataString(text);
            (string Method, string Path, string? Body)[] calls =
            [
                ("POST", "", $$"""{"name": {{json}}, "columns": [{"name": {{json}}, "type": "text", "defaultValue": {{json}}}]}"""),
                ("DELETE", $"/{url}", null),
                ("POST", "", $$"""{"name": "t", "columns": [{"name": "a", "type": {{json}}}]}"""),
                ("POST", "", $$"""{"name": "t", "columns": [{"name": "a", "type": "int", "defaultValue": {{json}}}]}"""),
                ("POST", "", $$$"""{"name": "t", "columns": [{"name": "a", "type": "int", "defaultValue": {"expression": {{{json}}}}}]}"""),
                ("POST", "", $$"""{"name": "t", "columns": [{"name": "a", "type": "int", "identity": {{json}}}], "access": {{json}}}"""),
                ("POST", $"?schema={url}", """{"name": "t", "columns": [{"name": "a", "type": "int"}]}"""),
                ("GET", $"?schema={url}", null),
                ("GET", $"/{url}/columns", null),
                ("GET", $"/victim/rows?orderBy={url}", null),
                ("GET", $"/victim/rows?orderDir={url}", null),
                ("GET", $"/victim/rows?page={url}", null),
                ("GET", $"/victim/rows?limit={url}", null),
                ("GET", $"/victim/rows?search={url}", null),
                ("POST", "/victim/columns", $$"""{"name": "c", "type": {{json}}}"""),
                ("PUT", "/victim/columns/txt", $$"""{"type": {{json}}}"""),
                ("PUT", "/victim/columns/txt", $$"""{"type": "int", "using": {{json}}}"""),
                ("PUT", $"/victim/columns/{url}", """{"nullable": true}"""),
                ("DELETE", $"/victim/columns/{url}", null),
                ("POST", "/victim/rows", $$"""{"id": {{json}}}"""),
                ("POST", "/victim/rows", $$"""{{{json}}: 1}"""),
                ("PUT", "/victim/rows", $$$"""{"pkWhere": {"id": {{{json}}}}, "data": {"txt": "b"}}"""),
                ("PUT", "/victim/rows", $$$"""{"pkWhere": {{{{json}}}: 1}, "data": {"txt": "b"}}"""),
                ("PUT", "/victim/rows", $$$"""{"pkWhere": {"id": 1}, "data": {{{{json}}}: "b"}}"""),
                ("DELETE", "/victim/rows", $$$"""{"pkWhere": {"id": {{{json}}}}}"""),
                ("DELETE", $"/{url}?cascade={url}", null),
            ];
            foreach (var (method, path, body) in calls)
            {
                var answer = await project.CallAsync(method, path, body);
                Assert.True(answer.Status is >= 200 and < 500, $"{method} {path} {body}: {answer}{project.Faults()}");
                Assert.True(method == "GET" || answer.Status >= 400 || !path.StartsWith("/victim", StringComparison.Ordinal), $"{method} {path} {body}: {answer}");
            }

            Assert.Equal("1a", await project.ValueAsync("select string_agg(id || txt, ',') from victim"));
        }
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Bodies_of_the_wrong_form_are_refused(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table victim (id int primary key, txt text); grant all on victim to service_role");
        string[] bodies =
        [
            "", "null", "1", "true", "\"x\"", "[]", "[[]]", "{", "}", "{]", "{\"a\":1}}", "NaN", "{\"\\ud800\": 1}", "{\"txt\": \"\\ud800\"}", "{\"a\": 1, \"a\": 1}",
            "{\"name\": null}", "{\"name\": {}}", "{\"name\": []}", "{\"name\": \"\\u0000\"}", new string('[', 100_000), "{\"a\":" + new string('[', 60) + new string(']', 60) + "}",
        ];
        foreach (var body in bodies)
        {
            foreach (var (method, path) in new[] { ("POST", ""), ("POST", "/victim/columns"), ("PUT", "/victim/columns/txt"), ("POST", "/victim/rows"), ("PUT", "/victim/rows"), ("DELETE", "/victim/rows") })
            {
                var answer = await project.CallAsync(method, path, body);
                Assert.True(answer.Status == 400, $"{method} {path} {(body.Length > 100 ? body[..100] : body)}: {answer}{project.Faults()}");
            }
        }

        Assert.Equal(0L, await project.ValueAsync("select count(*) from victim"));
    }
}
