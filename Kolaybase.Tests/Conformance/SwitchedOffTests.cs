using Kolaybase.Tests.Conformance.Support;
using Kolaybase.Tests.Rest.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Errors of what is switched off, not there, or no method.</summary>
public class SwitchedOffTests
{
    [Fact, Item("PGRST123", "PGRST126")]
    public async Task Aggregates_and_the_description_can_be_switched_off()
    {
        await using var host = await RestHost.StartAsync(18, "create table t (id int); grant select on t to anon", settings: [("Aggregates", false), ("OpenApi", false)]);

        await Exchanges.CheckAsync(host, null,
        [
            Get("t?select=count()").As("anon").RefusedSaying(400, "PGRST123", "Use of aggregate functions is not allowed"),
            Get("t?select=id.sum()").As("anon").RefusedSaying(400, "PGRST123", "Use of aggregate functions is not allowed"),
            Get("").As("anon").RefusedSaying(404, "PGRST126", "Root endpoint metadata is disabled"),
        ]);
    }

    [Theory, Majors, Item("PGRST117", "PGRST127")]
    public async Task Methods_and_features_that_are_not_there_say_so(int major) => await Exchanges.CheckAsync(await ConformanceHost.ForReadingAsync(major), null,
    [
        new Exchange("PURGE", "books").RefusedSaying(405, "PGRST117", "Unsupported HTTP method: PURGE"),
        Get("authors?select=name,...books(count())").RefusedSaying(400, "PGRST127", "Feature not implemented"),
    ]);
}
