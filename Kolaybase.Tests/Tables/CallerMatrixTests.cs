using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

/// <summary>Who may make which call: every call for every caller.</summary>
public class CallerMatrixTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    // Changes are sent so that they would work: what keeps them from it is who calls.
    private static readonly (string Method, string Path, string? Body, int Success)[] Calls =
    [
        ("GET", "", null, 200),
        ("GET", "/open/columns", null, 200),
        ("GET", "/open/rows", null, 200),
        ("POST", "", """{"name": "made", "columns": [{"name": "id", "type": "int"}]}""", 201),
        ("DELETE", "/made", null, 200),
        ("POST", "/open/columns", """{"name": "c", "type": "int"}""", 201),
        ("PUT", "/open/columns/c", """{"name": "c", "nullable": true}""", 200),
        ("POST", "/open/foreign-keys", """{"columnName": "c", "foreignTableName": "open", "foreignColumnName": "id", "constraintName": "fk"}""", 201),
        ("GET", "/open/foreign-keys", null, 200),
        ("DELETE", "/open/foreign-keys/fk", null, 200),
        ("DELETE", "/open/columns/c", null, 200),
        ("POST", "/open/rows", """{"id": 2}""", 201),
        ("PUT", "/open/rows", """{"pkWhere": {"id": 2}, "data": {"txt": "b"}}""", 200),
        ("DELETE", "/open/rows", """{"pkWhere": {"id": 2}}""", 200),
    ];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Everybody_may_do_what_the_contract_says_and_no_more(int major)
    {
        var project = await hosts.ProjectAsync(major);
        // Even where the database itself would let them write.
        await project.SqlAsync("""
            create table open (id int primary key, txt text);
            insert into open values (1, 'a');
            grant all on open to anon, authenticated, service_role;
            """);

        foreach (var caller in Enum.GetValues<Caller>())
        {
            foreach (var (method, path, body, success) in Calls)
            {
                var expected = (caller, method) switch
                {
                    (Caller.Nobody, _) => 401,
                    (Caller.Outsider, _) => 404,
                    (Caller.Anon or Caller.User or Caller.Viewer, not "GET") => 403,
                    _ => success,
                };
                var answer = await project.CallAsync(method, path, body, caller);
                Assert.True(answer.Status == expected, $"{caller} {method} {path}: expected {expected}, got {answer}");
            }
        }

        Assert.Equal("id,txt", await project.ValueAsync("select string_agg(attname, ',' order by attnum) from pg_attribute where attrelid = 'open'::regclass and attnum > 0 and not attisdropped"));
        Assert.Equal("1:a", await project.ValueAsync("select string_agg(id || ':' || txt, ',') from open"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_body_is_not_read_before_it_is_known_who_calls(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.RefusedAsync(403, "KB105", "POST", "", "{", Caller.Anon);
        await project.RefusedAsync(403, "KB105", "POST", "/nope/rows", "[", Caller.Viewer);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task The_keys_of_a_project_open_no_other(int major)
    {
        var (mine, other) = (await hosts.ProjectAsync(major), await hosts.ProjectAsync(major));
        await other.SqlAsync("create table t (id int primary key)");
        foreach (var (method, path, body, _) in Calls)
        {
            foreach (var caller in new[] { Caller.Anon, Caller.Service, Caller.User })
            {
                var answer = await mine.CallAsync(method, path.Replace("open", "t", StringComparison.Ordinal), body, caller, other.Id);
                Assert.True(answer.Status is 401 or 403, $"{caller} {method} {path}: {answer}");
            }

            Assert.Equal(404, (await mine.CallAsync(method, path, body, Caller.Owner, other.Id)).Status);
        }
    }
}
