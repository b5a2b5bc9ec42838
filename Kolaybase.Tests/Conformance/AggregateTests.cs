using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Aggregate Functions.</summary>
public class AggregateTests : ReadChapter
{
    [Theory, Majors, Item("sum", "avg", "max", "min")]
    public Task Sum_avg_max_and_min_take_a_column(int major) => CheckAsync(
        major,
        Get("readings?select=level.sum(),level.avg(),level.max(),level.min()").Gives("""[{"sum":36,"avg":9.0000000000000000,"max":20,"min":1}]"""),
        Get("readings?select=first:at.min(),last:at.max()").Gives("""[{"first":"2024-01-01","last":"2024-01-02"}]"""));

    [Theory, Majors, Item("aggregate aliases and casts")]
    public Task Aggregates_are_renamed_and_cast_before_and_after(int major) => CheckAsync(
        major,
        Get("readings?select=total:level.sum()::text").Gives("""[{"total":"36"}]"""),
        Get("readings?select=quality->>score::int.sum()").Gives("""[{"sum":10}]"""),
        Get("readings?select=s:quality->>score::int.sum()::text").Gives("""[{"s":"10"}]"""));
}
