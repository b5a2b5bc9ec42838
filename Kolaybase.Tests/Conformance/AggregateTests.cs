using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Aggregate Functions.</summary>
public class AggregateTests : ReadChapter
{
    [Theory, Majors, Item("count()")]
    public Task Count_counts_rows_or_values(int major) => CheckAsync(
        major,
        Get("readings?select=count()").Gives("""[{"count":5}]"""),
        Get("readings?select=level.count()").Gives("""[{"count":4}]"""),
        Get("readings?select=n:count(),station&order=station").Gives("""[{"n":2,"station":"a"},{"n":2,"station":"b"},{"n":1,"station":"c"}]"""),
        Get("readings?select=count()&station=eq.a").Gives("""[{"count":2}]"""),
        Get("readings?select=count").Gives("""[{"count":5}]"""),
        Get("readings?select=count()::text").Gives("""[{"count":"5"}]"""));

    [Theory, Majors, Item("sum", "avg", "max", "min")]
    public Task Sum_avg_max_and_min_take_a_column(int major) => CheckAsync(
        major,
        Get("readings?select=level.sum(),level.avg(),level.max(),level.min()").Gives("""[{"sum":36,"avg":9.0000000000000000,"max":20,"min":1}]"""),
        Get("readings?select=first:at.min(),last:at.max()").Gives("""[{"first":"2024-01-01","last":"2024-01-02"}]"""));

    [Theory, Majors, Item("grouping")]
    public Task Columns_without_an_aggregate_group(int major) => CheckAsync(
        major,
        Get("readings?select=station,level.sum(),level.max()&order=station").Gives("""[{"station":"a","sum":30,"max":20},{"station":"b","sum":5,"max":5},{"station":"c","sum":1,"max":1}]"""),
        Get("readings?select=place:station,day:at,level.sum()&order=station,at&station=eq.a").Gives("""[{"place":"a","day":"2024-01-01","sum":10},{"place":"a","day":"2024-01-02","sum":20}]"""),
        Get("books?select=genre,count()&order=genre&limit=2").Gives("""[{"genre":"novel","count":2},{"genre":"poetry","count":1}]"""));

    [Theory, Majors, Item("aggregate aliases and casts")]
    public Task Aggregates_are_renamed_and_cast_before_and_after(int major) => CheckAsync(
        major,
        Get("readings?select=total:level.sum()::text").Gives("""[{"total":"36"}]"""),
        Get("readings?select=quality->>score::int.sum()").Gives("""[{"sum":10}]"""),
        Get("readings?select=s:quality->>score::int.sum()::text").Gives("""[{"s":"10"}]"""));

    [Theory, Majors, Item("aggregates in embeds")]
    public Task Aggregates_work_inside_an_embed(int major) => CheckAsync(
        major,
        Get("authors?select=name,books(pages.sum())&order=id").Gives("""
            [{"name":"Ada","books":[{"sum":390}]},{"name":"Bora","books":[{"sum":410}]},{"name":"Cem","books":[{"sum":120}]},{"name":"Deniz","books":[{"sum":null}]}]
            """),
        Get("authors?select=name,books(count)&id=in.(1,4)&order=id").Gives("""[{"name":"Ada","books":[{"count":2}]},{"name":"Deniz","books":[{"count":0}]}]"""),
        Get("authors?select=id,books(genre,pages.max())&id=eq.1&books.order=genre").Gives("""[{"id":1,"books":[{"genre":"novel","max":300},{"genre":"poetry","max":90}]}]"""),
        Get("books?select=pages.sum(),authors(name)&author_id=eq.1").Gives("""[{"sum":390,"authors":{"name":"Ada"}}]"""));

    [Theory, Majors, Item("aggregates in spreads")]
    public Task Aggregates_see_columns_of_a_to_one_spread(int major) => CheckAsync(
        major,
        Get("books?select=pages.sum(),...authors(country_code)&author_id=not.is.null&order=authors(country_code)").Gives("""[{"sum":120,"country_code":"de"},{"sum":800,"country_code":"tr"}]"""),
        Get("books?select=...covers(colours.sum())").Gives("""[{"sum":6}]"""),
        Get("stock?select=...stores(name),copies.sum()&order=stores(name)").Gives("""[{"sum":4,"name":"North"},{"sum":14,"name":"South"}]"""));

    [Theory, Majors, Item("aggregates on functions")]
    public Task Aggregates_work_on_what_a_function_returns(int major) => CheckAsync(
        major,
        Get("rpc/books_from?select=pages.max(),count()").Gives("""[{"max":410,"count":5}]"""));
}
