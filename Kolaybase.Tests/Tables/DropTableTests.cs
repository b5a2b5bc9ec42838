using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;
using Npgsql;

namespace Kolaybase.Tests.Tables;

public class DropTableTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_table_goes_and_what_hangs_on_it_only_when_told(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table people (id int primary key); create view names as select id from people");

        var refusal = await project.RefusedAsync(409, "2BP01", "DELETE", "/people");
        Assert.Contains("names", refusal.Details, StringComparison.Ordinal);
        Assert.Contains("cascade=true", refusal.Hint, StringComparison.Ordinal);
        Assert.NotNull(await project.ValueAsync("select to_regclass('names')::text"));

        Assert.Contains("people", (await project.ExpectAsync(200, "DELETE", "/people?cascade=true")).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Null(await project.ValueAsync("select coalesce(to_regclass('names'), to_regclass('people'))::text"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_is_no_table_of_that_name_is_not_dropped(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table people (id int); create view names as select 1; create schema other; create table other.people (id int)");

        Assert.Equal("Perhaps you meant the table \"people\".", (await project.RefusedAsync(404, "42P01", "DELETE", "/peple")).Hint);
        await project.RefusedAsync(400, "42809", "DELETE", "/names?cascade=true");
        await project.RefusedAsync(404, "42P01", "DELETE", "/" + Uri.EscapeDataString("people\"; drop table people; --"));
        await project.RefusedAsync(400, "KB003", "DELETE", "/people?cascade=perhaps");
        await project.RefusedAsync(400, "KB301", "DELETE", "/" + new string('x', 10_000));
        await project.ExpectAsync(200, "DELETE", "/people?schema=other");
        Assert.NotNull(await project.ValueAsync("select to_regclass('public.people')::text"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_table_in_use_is_waited_for_a_while_and_then_left_alone(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table busy (id int)");
        await using (var connection = await project.OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand("select from busy", connection, transaction);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            await project.RefusedAsync(409, "KB308", "DELETE", "/busy");
        }

        await project.ExpectAsync(200, "DELETE", "/busy");
    }
}
