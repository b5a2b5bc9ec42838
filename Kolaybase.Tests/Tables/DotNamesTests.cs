using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

/// <summary>Tables and columns called <c>.</c> or <c>..</c>, whose paths mean something else to every URL library and to the server.</summary>
public class DotNamesTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    [Theory]
    [InlineData("..")]
    [InlineData("%2E%2E")]
    [InlineData(".%2e")]
    [InlineData(".")]
    [InlineData("%2E")]
    public async Task Deleting_them_deletes_nothing_else(string segment)
    {
        var project = await hosts.ProjectAsync(15);
        await project.SqlAsync("create table keep (id int primary key, txt text)");
        foreach (var path in new[] { $"/tables/{segment}", $"/tables/keep/columns/{segment}", $"/tables/keep/columns/txt/{segment}", $"/tables/{segment}/{segment}" })
        {
            foreach (var caller in new[] { Caller.Developer, Caller.Service })
            {
                var answer = await project.RawAsync("DELETE", path, caller);
                Assert.True(answer.Status == 400, $"{path}: {answer}");
                Assert.Equal("KB006", answer.Json.GetProperty("code").GetString());
            }
        }

        Assert.Equal(2, (await project.ExpectAsync(200, "GET", "/keep/columns")).GetArrayLength());
        Assert.Equal(ProjectStatus.Active, await project.StatusAsync());
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task None_is_made(string name)
    {
        var project = await hosts.ProjectAsync(15);
        await project.SqlAsync("create table t (id int)");
        var table = await project.RefusedAsync(400, "KB301", "POST", "", $$"""{"name": "{{name}}", "columns": [{"name": "a", "type": "int"}]}""");
        Assert.Equal("\"name\" must not be \".\" or \"..\": no URL could name it.", table.Message);
        await project.RefusedAsync(400, "KB002", "POST", "", $$"""{"name": "u", "columns": [{"name": "{{name}}", "type": "int"}]}""");
        await project.RefusedAsync(400, "KB002", "POST", "/t/columns", $$"""{"name": "{{name}}", "type": "int"}""");
        await project.RefusedAsync(400, "KB002", "PUT", "/t/columns/id", $$"""{"name": "{{name}}"}""");
    }
}
