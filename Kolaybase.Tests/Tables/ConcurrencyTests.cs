using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables;

public class ConcurrencyTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Of_many_who_make_one_table_at_once_one_does_and_the_others_are_told(int major)
    {
        var project = await hosts.ProjectAsync(major);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            project.CallAsync("POST", "", """{"name": "t", "columns": [{"name": "id", "type": "bigserial", "isPrimary": true}], "access": "owner"}""")));

        Assert.Equal([201, 409, 409, 409, 409, 409, 409, 409], answers.Select(a => a.Status).Order());
        Assert.All(answers.Where(a => a.Status == 409), a => Assert.Equal("42P07", a.Json.GetProperty("code").GetString()));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Of_parallel_calls_that_drop_one_thing_one_does_and_the_others_find_nothing(int major)
    {
        var project = await hosts.ProjectAsync(major);
        foreach (var (path, code) in new[] { ("/t/columns/c", "42703"), ("/t", "42P01") })
        {
            await project.SqlAsync("create table if not exists t (id int, c int)");
            // All of them have seen it in the catalogue before the first may drop it.
            await using var holder = await project.OpenAsync();
            await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var hold = new Npgsql.NpgsqlCommand("lock table t in access share mode", holder, transaction))
            {
                await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }

            var calls = Enumerable.Range(0, 4).Select(_ => project.CallAsync("DELETE", path)).ToList();
            await Eventually.TrueAsync(
                async () => (long)(await project.ValueAsync("select count(*) from pg_locks where database = (select oid from pg_database where datname = current_database()) and relation = 't'::regclass and not granted"))! == 4,
                "the calls wait for the table",
                TestContext.Current.CancellationToken);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
            var answers = await Task.WhenAll(calls);

            Assert.Equal([200, 404, 404, 404], answers.Select(a => a.Status).Order());
            Assert.All(answers.Where(a => a.Status == 404), a => Assert.Equal(code, a.Json.GetProperty("code").GetString()));
        }
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Rows_read_and_written_while_columns_come_and_go_are_never_a_fault_of_the_server(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.ExpectAsync(201, "POST", "", """{"name": "t", "columns": [{"name": "id", "type": "int", "isPrimary": true, "identity": true}]}""");
        using var done = new CancellationTokenSource();
        var traffic = Enumerable.Range(0, 2).Select(async _ =>
        {
            var statuses = new List<Answer>();
            while (!done.IsCancellationRequested)
            {
                statuses.Add(await project.CallAsync("POST", "/t/rows", "{}"));
                statuses.Add(await project.CallAsync("GET", "/t/rows?limit=5"));
                statuses.Add(await project.CallAsync("GET"));
            }

            return statuses;
        }).ToList();

        for (var i = 0; i < 10; i++)
        {
            Assert.Contains((await project.CallAsync("POST", "/t/columns", """{"name": "c", "type": "text", "defaultValue": "x"}""")).Status, new[] { 201, 409 });
            Assert.Contains((await project.CallAsync("DELETE", "/t/columns/c")).Status, new[] { 200, 404, 409 });
        }

        await done.CancelAsync();
        var answers = (await Task.WhenAll(traffic)).SelectMany(a => a).ToList();
        Assert.NotEmpty(answers);
        Assert.All(answers, a => Assert.True(a.Status is 200 or 201 or 409, a.ToString() + project.Faults()));
    }
}
