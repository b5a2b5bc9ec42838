using System.Text;
using System.Text.Json;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

/// <summary>NUL and half a surrogate pair in every place of every body where JSON lets a text stand, names of fields included.</summary>
public class UnstorableTextTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    private static readonly string[] Texts = ["\"\\ud800\"", "\"a\\u0000b\"", "\"\\udc00\\ud800\"", "\"\\udbffexpression\""];

    public static TheoryData<string, string, string> Bodies { get; } = new()
    {
        { "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "text", "defaultValue": "x"}], "access": "private"}""" },
        { "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "text", "defaultValue": {"expression": "'x'"}}]}""" },
        { "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "text[]", "defaultValue": ["x", ["y"]]}]}""" },
        { "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "jsonb", "defaultValue": {"x": ["y"]}}]}""" },
        { "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "jsonb[]", "defaultValue": [{"x": ["y"]}]}]}""" },
        { "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "text", "defaultValue": {"x": "y"}}]}""" },
        { "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "int", "identity": "always"}]}""" },
        { "POST", "", """{"name": "t", "columns": [{"name": "a", "type": "int", "identity": {"x": "y"}}]}""" },
        { "POST", "/victim/columns", """{"name": "c", "type": "text", "defaultValue": "x"}""" },
        { "POST", "/victim/columns", """{"name": "c", "type": "int", "identity": "always"}""" },
        { "POST", "/victim/columns", """{"name": "c", "type": "text", "defaultValue": {"expression": "'x'"}}""" },
        { "PUT", "/victim/columns/txt", """{"name": "d", "type": "varchar", "using": "txt", "defaultValue": "x"}""" },
        { "PUT", "/victim/columns/txt", """{"defaultValue": {"expression": "'x'"}}""" },
        { "PUT", "/victim/columns/list", """{"defaultValue": ["x", "y"]}""" },
        { "PUT", "/victim/columns/doc", """{"defaultValue": {"x": "y"}}""" },
        { "POST", "/victim/rows", """{"id": 2, "txt": "x", "list": ["y"], "doc": {"k": ["v"]}}""" },
        { "PUT", "/victim/rows", """{"pkWhere": {"id": "1"}, "data": {"txt": "x", "list": ["y"], "doc": {"k": ["v"]}}}""" },
        { "DELETE", "/victim/rows", """{"pkWhere": {"id": "1"}}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task It_is_refused_wherever_it_stands(string method, string path, string body)
    {
        var project = await hosts.ProjectAsync(15);
        await project.SqlAsync("""
            create table victim (id int primary key, txt text, list text[], doc jsonb);
            insert into victim values (1, 'a');
            grant all on victim to service_role;
            """);
        foreach (var hostile in Texts.SelectMany(text => WithTextInEveryPlace(body, text)))
        {
            var answer = await project.CallAsync(method, path, hostile);
            Assert.True(answer.Status == 400, $"{method} {path} {hostile}: {answer}{project.Faults()}");
        }

        Assert.Equal("1a", await project.ValueAsync("select string_agg(id || txt, ',') from victim"));
        Assert.Null(await project.ValueAsync("select to_regclass('public.t')::text"));
    }

    [Theory]
    [InlineData("\"a\\u0000b\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"expression\": \"'a\\u0000b'\"}")]
    [InlineData("{\"expression\": \"'\\ud800'\"}")]
    public async Task A_default_says_which_field_it_is_in(string value)
    {
        var project = await hosts.ProjectAsync(15);
        var refusal = await project.RefusedAsync(400, "KB004", "POST", "", $$"""{"name": "t", "columns": [{"name": "a", "type": "text", "defaultValue": {{value}}}]}""");
        Assert.StartsWith("\"columns[0].defaultValue", refusal.Message, StringComparison.Ordinal);
        refusal = await project.RefusedAsync(400, "KB004", "POST", "", $$"""{"name": "t", "columns": [{"name": "a", "type": "text[]", "defaultValue": ["x", {{(value[0] == '{' ? "\"\\ud800\"" : value)}}]}]}""");
        Assert.Equal("\"columns[0].defaultValue[1]\" must not contain NUL characters or halves of surrogate pairs.", refusal.Message);
    }

    /// <summary>The body as often as it has texts and names of fields, each time with another one replaced.</summary>
    private static List<string> WithTextInEveryPlace(string body, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var bodies = new List<string>();
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                var start = (int)reader.TokenStartIndex;
                bodies.Add(body[..start] + text + body[(start + reader.ValueSpan.Length + 2)..]);
            }
        }

        return bodies;
    }
}
