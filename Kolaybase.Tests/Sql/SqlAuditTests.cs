using System.Text.Json;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Sql.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Sql;

public class SqlAuditTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    [Fact]
    public async Task Every_text_is_noted_with_who_and_what_became_of_it_and_without_values()
    {
        var project = await hosts.ProjectAsync(18);
        Assert.Equal(200, (await project.TrySqlAsync("create table secret_t (id int); insert into secret_t values (4711)", caller: Caller.Developer)).Status);
        await project.RefusedSqlAsync("22012", "select 'secret'; select 1 / 0");
        await project.SendAsync("POST", "/api/sql/migrations", JsonSerializer.Serialize(new { projectId = project.Id, name = "001 first", sql = "alter table secret_t add c int" }), Caller.Service);
        // These are refused before anything runs.
        await project.RefusedSqlAsync("KB002", " ");
        Assert.Equal(403, (await project.TrySqlAsync("select 1", caller: Caller.Viewer)).Status);

        var answer = await project.ProjectCallAsync("GET", "/activity", Caller.Viewer);
        Assert.Equal(
            ["sql.migrate 001 first done ALTER TABLE", "sql.execute  failed SELECT", "sql.execute  done CREATE TABLE,INSERT"],
            answer.Json.EnumerateArray().Select(e => $"{e.GetProperty("action")} {e.GetProperty("subject")} {e.GetProperty("outcome")} {string.Join(',', e.GetProperty("commands").EnumerateArray())}"));
        Assert.Equal(project.MemberId(TeamRole.Developer), answer.Json[2].GetProperty("accountId").GetGuid());
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", answer.Text, StringComparison.Ordinal);
    }
}
