using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Tests.Rest.Support;
using Npgsql;

namespace Kolaybase.Tests.Rest.Execution;

public class TimeZoneNamesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_to_read_them_is_503_and_is_not_kept()
    {
        await using var database = await RestDatabase.CreateAsync(18, 2);
        var first = true;
        var names = new TimeZoneNames(async (_, token) =>
        {
            var connection = await database.OpenAuthenticatorAsync(token);
            if (first)
            {
                first = false;
                await AbortTransactionAsync(connection);
            }

            return connection;
        });

        var refusal = await Assert.ThrowsAsync<ApiException>(async () => await names.GetAsync(database.Project.Database, Token));

        Assert.Equal((503, "PGRST002"), (refusal.Status, refusal.Error.Code));
        Assert.True(refusal.RetryAfterSeconds > 0);
        IReadOnlySet<string> read = await names.GetAsync(database.Project.Database, Token);
        Assert.Contains("europe/berlin", read);
    }

    [Fact]
    public async Task They_are_read_once_for_a_server()
    {
        await using var database = await RestDatabase.CreateAsync(18, 2);
        var names = new TimeZoneNames((_, token) => database.OpenAuthenticatorAsync(token));

        Assert.Same(await names.GetAsync(database.Project.Database, Token), await names.GetAsync(database.Project.Database, Token));
        Assert.Equal(1, database.Opened);
    }

    private static async Task AbortTransactionAsync(NpgsqlConnection connection)
    {
        await using (var begin = new NpgsqlCommand("begin", connection))
        {
            await begin.ExecuteNonQueryAsync(Token);
        }

        await using var fail = new NpgsqlCommand("select 1 / 0", connection);
        await Assert.ThrowsAsync<PostgresException>(() => fail.ExecuteNonQueryAsync(Token));
    }
}
