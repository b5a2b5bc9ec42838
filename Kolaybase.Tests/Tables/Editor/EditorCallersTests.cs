using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables.Editor;

/// <summary>Who may make which of the editor's calls.</summary>
public class EditorCallersTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    // Sent so that they would work: what keeps them from it is who calls.
    private static readonly (string Method, string Path, string? Body, int Success)[] Calls =
    [
        ("PATCH", "/tables/open", """{"comment": "c"}""", 200),
        ("GET", "/tables/open/constraints", null, 200),
        ("POST", "/tables/open/constraints", """{"kind": "check", "expression": "id > 0", "name": "k"}""", 201),
        ("DELETE", "/tables/open/constraints/k", null, 200),
        ("GET", "/tables/open/indexes", null, 200),
        ("POST", "/tables/open/indexes", """{"columns": ["id"], "name": "i"}""", 201),
        ("DELETE", "/tables/open/indexes/i", null, 200),
        ("GET", "/tables/open/policies", null, 200),
        ("POST", "/tables/open/policies", """{"name": "p", "using": "true"}""", 201),
        ("PUT", "/tables/open/policies/p", """{"using": "false"}""", 200),
        ("DELETE", "/tables/open/policies/p", null, 200),
        ("GET", "/enums", null, 200),
        ("POST", "/enums", """{"name": "e", "values": ["a"]}""", 201),
        ("POST", "/enums/e/values", """{"value": "b"}""", 201),
        ("PUT", "/enums/e/values", """{"value": "b", "newValue": "c"}""", 200),
        ("DELETE", "/enums/e", null, 200),
    ];

    [Fact]
    public async Task Members_look_developers_change_and_keys_of_end_users_do_neither()
    {
        var project = await hosts.ProjectAsync(15);
        await project.SqlAsync("create table open (id int primary key); grant all on open to anon, authenticated, service_role");
        foreach (var caller in Enum.GetValues<Caller>())
        {
            foreach (var (method, path, body, success) in Calls)
            {
                var expected = (caller, method) switch
                {
                    (Caller.Nobody, _) => 401,
                    (Caller.Outsider, _) => 404,
                    (Caller.Anon or Caller.User, _) => 403,
                    (Caller.Viewer, not "GET") => 403,
                    _ => success,
                };
                var answer = await project.ProjectCallAsync(method, path, caller, body);
                Assert.True(answer.Status == expected, $"{caller} {method} {path}: expected {expected}, got {answer}");
            }
        }
    }
}
