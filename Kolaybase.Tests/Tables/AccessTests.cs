using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

public class AccessTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_private_table_is_closed_to_everybody_without_the_service_key(int major)
    {
        var project = await hosts.ProjectAsync(major);
        // What default privileges give away is taken back.
        await project.SqlAsync("alter default privileges grant all on tables to anon, authenticated, public");
        await CreateAsync(project, "private", "");
        await CreateAsync(project, "bare", """, "enableRls": false""");

        foreach (var table in new[] { "private", "bare" })
        {
            await project.RefusedAsync(404, "42P01", "GET", $"/{table}/rows", caller: Caller.Anon);
            await project.RefusedAsync(404, "42P01", "GET", $"/{table}/rows", caller: Caller.User);
            await project.ExpectAsync(201, "POST", $"/{table}/rows", """{"id": 1}""");
            await project.ExpectAsync(200, "GET", $"/{table}/rows", caller: Caller.Viewer);
        }

        Assert.Equal("bare:False private:True", await project.ValueAsync("select string_agg(relname || ':' || case when relrowsecurity then 'True' else 'False' end, ' ' order by relname) from pg_class where relname in ('private', 'bare')"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_public_read_table_is_read_by_anybody(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await CreateAsync(project, "news", """, "access": "public-read" """);
        await CreateAsync(project, "bare", """, "access": "public-read", "enableRls": false""");
        foreach (var table in new[] { "news", "bare" })
        {
            await project.ExpectAsync(201, "POST", $"/{table}/rows", """{"id": 1}""");
            foreach (var caller in new[] { Caller.Anon, Caller.User })
            {
                Assert.Equal(1, (await project.ExpectAsync(200, "GET", $"/{table}/rows", caller: caller)).GetProperty("total").GetInt64());
            }
        }

        await using var user = await AsUserAsync(project);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => user.ExecuteAsync("insert into news (id) values (2)"));

        // The policy was made in advance: switching row level security on later takes nothing away.
        await project.SqlAsync("alter table bare enable row level security");
        Assert.Equal(1, (await project.ExpectAsync(200, "GET", "/bare/rows", caller: Caller.Anon)).GetProperty("total").GetInt64());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task An_owner_table_gives_signed_in_users_their_own_rows(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var table = await project.ExpectAsync(201, "POST", "", """{"name": "notes", "columns": [{"name": "id", "type": "serial", "isPrimary": true}, {"name": "txt", "type": "text"}], "access": "owner"}""");
        Assert.Equal(["id", "txt", "owner_id"], table.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal("auth.uid()", table.GetProperty("columns")[2].GetProperty("defaultValue").GetString());
        await project.ExpectAsync(201, "POST", "/notes/rows", $$"""{"txt": "another's", "owner_id": "{{Guid.CreateVersion7()}}"}""");

        await using (var user = await AsUserAsync(project))
        {
            Assert.Equal(1, await user.ExecuteAsync("insert into notes (txt) values ('mine')"));
            Assert.Equal(1, await user.ExecuteAsync("update notes set txt = 'still mine'"));
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => user.ExecuteAsync($"insert into notes (txt, owner_id) values ('forged', '{Guid.CreateVersion7()}')"));
        }

        Assert.Equal("""[{"id":2,"txt":"still mine","owner_id":"USER"}]""".Replace("USER", project.UserId.ToString(), StringComparison.Ordinal), (await project.ExpectAsync(200, "GET", "/notes/rows", caller: Caller.User)).GetProperty("rows").GetRawText());
        await project.RefusedAsync(404, "42P01", "GET", "/notes/rows", caller: Caller.Anon);
        Assert.Equal(2, (await project.ExpectAsync(200, "GET", "/notes/rows")).GetProperty("total").GetInt64());
        Assert.Equal(1L, await project.ValueAsync("select count(*) from pg_indexes where tablename = 'notes' and indexdef like '%(owner_id)'"));

        await using var again = await AsUserAsync(project);
        Assert.Equal(1, await again.ExecuteAsync("delete from notes"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_given_owner_column_serves(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var table = await project.ExpectAsync(201, "POST", "", """{"name": "profiles", "columns": [{"name": "owner_id", "type": "uuid", "isPrimary": true}], "access": "owner"}""");
        Assert.Equal("auth.uid()", table.GetProperty("columns")[0].GetProperty("defaultValue").GetString());
        Assert.Equal(1L, await project.ValueAsync("select count(*) from pg_indexes where tablename = 'profiles'"));
    }

    private static Task<System.Text.Json.JsonElement> CreateAsync(TablesProject project, string name, string access) =>
        project.ExpectAsync(201, "POST", "", $$"""{"name": "{{name}}", "columns": [{"name": "id", "type": "int", "isPrimary": true}]{{access}}}""");

    private static Task<RoleSession> AsUserAsync(TablesProject project) => RoleSession.OpenAsync(project);
}
