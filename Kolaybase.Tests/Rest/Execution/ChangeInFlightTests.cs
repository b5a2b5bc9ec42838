using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;
using Npgsql;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>A change of a table's types that is not committed when a request asserts the version, and is when its statement gets the table.</summary>
public class ChangeInFlightTests
{
    [Theory]
    [InlineData("alter table t alter n type bigint", "[{\"n\":7}]")]
    [InlineData("alter table t alter n type text", "[{\"n\":\"7\"}]")]
    [InlineData("alter table t alter n type numeric(5,2)", "[{\"n\":7.00}]")]
    [InlineData("alter table t alter n type date using date '2026-01-01' + n", "[{\"n\":\"2026-01-08\"}]")]
    public async Task A_read_that_waits_for_the_table_is_answered_with_its_new_types(string change, string expected)
    {
        await using var host = await RestHost.StartAsync(15, "create table t (n int); insert into t values (7); grant all on t to anon, service_role");
        for (var i = 0; i < 5; i++)
        {
            // Prepared on every connection.
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.GetAsync("t")));
        }

        var reading = await WhileChangingAsync(host, change, () => host.GetAsync("t"));

        Assert.Equal((200, expected), ((int)reading.Status, reading.Body));
    }

    [Fact]
    public async Task A_write_that_waits_for_the_table_happens_once_whatever_can_be_shown()
    {
        await using var host = await RestHost.StartAsync(15, "create table t (n int); grant all on t to anon, service_role");

        var writing = await WhileChangingAsync(host, "alter table t alter n type numeric(5,2)", () => host.SendAsync("POST", "t", body: """{"n":7}""", prefer: "return=representation"));

        Assert.True(writing.Status is System.Net.HttpStatusCode.Created or System.Net.HttpStatusCode.ServiceUnavailable, writing.Body);
        Assert.InRange(await host.Database.ScalarAsync<long>("select count(*) from t"), writing.Status == System.Net.HttpStatusCode.Created ? 1 : 0, 1);
    }

    private static async Task<RestAnswer> WhileChangingAsync(RestHost host, string change, Func<Task<RestAnswer>> request)
    {
        await using var owner = await host.Database.OpenOwnerAsync();
        await using var transaction = await owner.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new NpgsqlCommand(change, owner))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var answer = request();
        await Eventually.TrueAsync(async () => await host.Database.BlockedAsync() > 0, "the request waits for the table", TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        return await answer;
    }
}
