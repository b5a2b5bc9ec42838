using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

/// <summary>A request to the data API that starts after a schema change is answered by the new schema.</summary>
public class DataApiSeesItTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Every_change_is_seen_by_the_next_request(int major)
    {
        var project = await hosts.ProjectAsync(major);
        Assert.Equal(404, (await project.RestAsync("GET", "/t")).Status);

        await project.ExpectAsync(201, "POST", "", """{"name": "t", "columns": [{"name": "id", "type": "int", "isPrimary": true}], "access": "public-read"}""");
        Assert.Equal("[]", (await project.RestAsync("GET", "/t")).Text);
        Assert.Equal(201, (await project.RestAsync("POST", "/t", """{"id": 1}""", Caller.Service)).Status);
        Assert.Equal("""[{"id":1}]""", (await project.RestAsync("GET", "/t")).Text);

        Assert.Equal(400, (await project.RestAsync("GET", "/t?select=id,title")).Status);
        await project.ExpectAsync(201, "POST", "/t/columns", """{"name": "title", "type": "text", "defaultValue": "new"}""");
        Assert.Equal("""[{"id":1,"title":"new"}]""", (await project.RestAsync("GET", "/t?select=id,title")).Text);

        await project.ExpectAsync(200, "PUT", "/t/columns/title", """{"name": "name"}""");
        Assert.Equal("""[{"id":1,"name":"new"}]""", (await project.RestAsync("GET", "/t?name=eq.new")).Text);
        Assert.Equal(400, (await project.RestAsync("GET", "/t?title=eq.new")).Status);

        await project.ExpectAsync(200, "PUT", "/t/columns/id", """{"type": "text", "using": "id::text"}""");
        Assert.Equal("""[{"id":"1","name":"new"}]""", (await project.RestAsync("GET", "/t")).Text);

        await project.ExpectAsync(200, "DELETE", "/t/columns/name");
        Assert.Equal("""[{"id":"1"}]""", (await project.RestAsync("GET", "/t")).Text);

        await project.ExpectAsync(200, "DELETE", "/t");
        Assert.Equal(404, (await project.RestAsync("GET", "/t")).Status);
    }
}
