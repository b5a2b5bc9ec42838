using System.Net;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

public class SingularWriteTests
{
    private const string One = "application/vnd.pgrst.object+json";

    private const string Items = """
        create table items (id int primary key, name text, parent int references items);
        insert into items values (1, 'pen', null), (2, 'ink', 1), (3, null, 1);
        grant all on items to service_role;
        """;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_write_of_one_row_answers_one_object(int major)
    {
        await using var host = await RestHost.StartAsync(major, Items);

        async Task AssertAsync(string method, string path, string? body, HttpStatusCode status, string expected, string prefer = "return=representation", string accept = One)
        {
            var answer = await host.SendAsync(method, path, body: body, prefer: prefer, accept: accept);
            Assert.Equal((path, status, expected), (path, answer.Status, answer.Body));
        }

        await AssertAsync("POST", "items?select=id,name", """[{"id":4,"name":"cup"}]""", HttpStatusCode.Created, """{"id":4,"name":"cup"}""");
        await AssertAsync("POST", "items", """{"id":5}""", HttpStatusCode.Created, "", "return=minimal");
        await AssertAsync("PATCH", "items?id=eq.3&select=id,name,up:parent(name)", """{"name":null}""", HttpStatusCode.OK, """{"id":3,"up":{"name":"pen"}}""", accept: One + ";nulls=stripped");
        await AssertAsync("PATCH", "items?id=lt.3&select=count()", """{"name":"x"}""", HttpStatusCode.OK, """{"count":2}""");
        await AssertAsync("PUT", "items?id=eq.6&select=id", """{"id":6}""", HttpStatusCode.Created, """{"id":6}""");
        await AssertAsync("DELETE", "items?id=eq.6&select=id", null, HttpStatusCode.OK, """{"id":6}""");
        await AssertAsync("DELETE", "items?id=gt.3&order=id&select=id", null, HttpStatusCode.OK, "id\n4\n5", accept: "text/csv");
    }

    public static TheoryData<string, string, string?, string?, int> NotOne => new()
    {
        { "POST", "items", """[{"id":4},{"id":5}]""", "return=representation", 2 },
        { "POST", "items", """[{"id":4},{"id":5}]""", null, 2 },
        { "POST", "items", "[]", "return=representation", 0 },
        { "POST", "items", "[]", null, 0 },
        { "POST", "items", """{"id":1}""", "resolution=ignore-duplicates", 0 },
        { "POST", "items", """[{"id":1,"name":"x"},{"id":2,"name":"x"}]""", "resolution=merge-duplicates, return=headers-only", 2 },
        { "PATCH", "items?id=gt.0", """{"name":"x"}""", "return=representation", 3 },
        { "PATCH", "items?id=gt.0", """{"name":"x"}""", "return=minimal", 3 },
        { "PATCH", "items?id=eq.99", """{"name":"x"}""", "return=representation", 0 },
        { "PATCH", "items?id=eq.99", """{"name":"x"}""", null, 0 },
        { "PATCH", "items?id=eq.1", "{}", null, 0 },
        { "PATCH", "items?id=gt.0&order=id&limit=2", """{"name":"x"}""", null, 2 },
        { "PATCH", "items?id=eq.1&select=id,parent!inner()", """{"name":"x"}""", "return=representation", 0 },
        { "DELETE", "items?id=gt.1", null, "return=representation", 2 },
        { "DELETE", "items?id=eq.99", null, null, 0 },
    };

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_write_of_more_rows_or_none_is_undone(int major)
    {
        await using var host = await RestHost.StartAsync(major, Items);

        foreach (var (method, path, body, prefer, rows) in NotOne.Select(row => row.Data))
        {
            var answer = await host.SendAsync(method, path, body: body, prefer: prefer, accept: One);

            Assert.Equal((method, path, 406, "PGRST116"), (method, path, answer.Error.Status, answer.Error.Code));
            Assert.Equal(($"The result contains {rows} rows", "Cannot coerce the result to a single JSON object"), (answer.Details, answer.Message));
        }

        Assert.Equal("1pen 2ink 3", await host.Database.ScalarAsync<string>("select string_agg(id || coalesce(name, ''), ' ' order by id) from items"));
    }
}
