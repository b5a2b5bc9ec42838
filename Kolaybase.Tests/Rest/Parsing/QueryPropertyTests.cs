using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class QueryPropertyTests
{
    private static readonly RestLimits Wide = new()
    {
        Filters = int.MaxValue, FilterDepth = 100, SelectItems = int.MaxValue, EmbedDepth = 100, Embeds = int.MaxValue, JsonPathSteps = 100,
    };

    [Property(MaxTest = 300)]
    public Property A_filter_that_is_printed_is_read_back_the_same() => Prop.ForAll(RandomQueries.Filter.ToArbitrary(), filter =>
    {
        var printed = $"({FilterPrinter.Print(filter)})";
        var read = (Junction<FieldPath>)new FilterParser(Wide).ParseTree(negated: false, Connective.And, printed);

        Same(filter, read.Children.Single(), FilterPrinter.Print);
    });

    [Property(MaxTest = 200)]
    public Property A_query_that_is_printed_is_read_back_the_same() => Prop.ForAll(RandomQueries.Query(call: false).ToArbitrary(), query =>
        Same(query, QueryParser.Parse(QueryPrinter.Print(query), Wide), QueryPrinter.Print));

    [Property(MaxTest = 100)]
    public Property A_call_that_is_printed_is_read_back_the_same() => Prop.ForAll(RandomQueries.Query(call: true).ToArbitrary(), query =>
        Same(query, QueryParser.ParseCall(QueryPrinter.Print(query), Wide), QueryPrinter.Print));

    [Property(MaxTest = 2_000)]
    public Property Random_query_strings_are_read_or_refused_and_nothing_else() => Prop.ForAll(RandomQueries.Text.ToArbitrary(), query =>
    {
        Check(() => QueryParser.Parse(query, new RestLimits()));
        Check(() => QueryParser.ParseCall(query, new RestLimits()));
    });

    /// <summary>What is read means the same when it is printed: nothing of a random query is read in two ways.</summary>
    [Property(MaxTest = 2_000)]
    public Property A_random_query_string_that_is_read_survives_being_printed() => Prop.ForAll(RandomQueries.Text.ToArbitrary(), query =>
    {
        RestQuery read;
        try
        {
            read = QueryParser.Parse(query, Wide);
        }
        catch (ApiException)
        {
            return;
        }

        // An embed of which nothing is said after all (a.order=) leaves no trace.
        read = read with { Embeds = [.. read.Embeds.Where(e => e.Rows is not { Filters: [], Order: [], Limit: null, Offset: 0 })] };
        Same(read, QueryParser.Parse(QueryPrinter.Print(read), Wide), QueryPrinter.Print);
    });

    /// <summary>Equivalence sees what the text might hide, the text sees the order that equivalence does not.</summary>
    private static void Same<T>(T expected, T actual, Func<T, string> print)
    {
        Assert.Equivalent(expected, actual, strict: true);
        Assert.Equal(print(expected), print(actual));
    }

    private static void Check(Action read)
    {
        try
        {
            read();
        }
        catch (ApiException refusal)
        {
            Assert.InRange(refusal.Status, 400, 499);
        }
    }
}
