using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Execution;

public class TimeZoneTests
{
    private const string Sql = "create table t (at timestamptz); insert into t values ('2026-11-24T12:00:00Z'); grant all on t to anon, service_role";

    [Theory]
    [InlineData("timezone=America/Lima", "2026-11-24T07:00:00-05:00", "timezone=America/Lima")]
    [InlineData("timezone=america/lima", "2026-11-24T07:00:00-05:00", "timezone=america/lima")]
    [InlineData("timezone=Nowhere/Else", null, null)]
    [InlineData(null, null, null)]
    public async Task Times_are_told_in_the_zone_that_is_preferred(string? prefer, string? expected, string? applied)
    {
        await using var host = await RestHost.StartAsync(15, Sql);
        expected ??= await host.Database.ScalarAsync<string>("select to_json(at)#>>'{}' from t");

        var answer = await host.GetAsync("t", prefer: prefer);

        Assert.Equal(($"[{{\"at\":\"{expected}\"}}]", applied), (answer.Body, answer.PreferenceApplied));
        // The next request on the connection is told in the database's own zone again.
        Assert.Equal($"[{{\"at\":\"{await host.Database.ScalarAsync<string>("select to_json(at)#>>'{}' from t")}\"}}]", (await host.GetAsync("t")).Body);
    }

    [Fact]
    public async Task A_zone_that_the_server_does_not_know_is_refused_strictly()
    {
        await using var host = await RestHost.StartAsync(15, Sql);

        Assert.Equal((400, "PGRST122"), (await host.GetAsync("t", prefer: "handling=strict, timezone=Nowhere/Else")).Error);
    }
}
