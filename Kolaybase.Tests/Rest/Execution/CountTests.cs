using System.Globalization;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>A guess may be wrong, but what <c>Content-Range</c> tells beside it is true.</summary>
public class CountTests
{
    /// <summary>The planner believes in two rows, and there are 5,000: it does not look into functions.</summary>
    private const string Underestimated = """
        create function many() returns table (i int, t text) rows 2 stable language plpgsql as $$ begin return query select n, repeat('x', 1000) from generate_series(1, 5000) n; end $$;
        create view many_rows as select * from many();
        """;

    /// <summary>The planner believes in a million rows, and there are 500.</summary>
    private const string Overestimated = """
        create function few() returns table (i int, t text) rows 1000000 stable language plpgsql as $$ begin return query select n, repeat('x', 1000) from generate_series(1, 500) n; end $$;
        create view few_rows as select * from few();
        """;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_guess_is_told_as_no_less_than_the_rows_that_are_shown(int major)
    {
        await using var host = await RestHost.StartAsync(major, Underestimated, settings: ("RowCap", 10));

        foreach (var (method, query, prefer, range) in new[]
        {
            ("GET", "many_rows?select=i&limit=1", "count=planned", "0-0/2"),
            ("GET", "many_rows?select=i&limit=7", "count=planned", "0-6/7"),
            ("HEAD", "many_rows?select=i&limit=7", "count=planned", "0-6/7"),
            ("GET", "many_rows?select=i&limit=7&offset=3", "count=planned", "3-9/10"),
            // Counted up to one more than the cap, which is more than the guess.
            ("GET", "many_rows?select=i&limit=7", "count=estimated", "0-6/11"),
            ("GET", "many_rows?select=i&limit=20", "count=estimated", "0-19/20"),
            ("HEAD", "many_rows?select=i&limit=20", "count=estimated", "0-19/20"),
            ("GET", "many_rows?select=i&offset=9000", "count=planned", "*/2"),
        })
        {
            var answer = await host.SendAsync(method, query, prefer: prefer);
            Assert.Equal((method, query, prefer, range), (method, query, prefer, answer.ContentRange));
        }
    }

    [Theory]
    [InlineData("many_rows", "count=planned", 200, "0-4999/5000")]
    [InlineData("many_rows", "count=estimated", 200, "0-4999/5000")]
    [InlineData("many_rows?offset=10", "count=planned", 206, "10-4999/5000")]
    [InlineData("many_rows", "count=exact", 200, "0-4999/5000")]
    [InlineData("few_rows", "count=planned", 206, "0-499/1000000")]
    [InlineData("few_rows", "count=estimated", 200, "0-499/500")]
    public async Task A_large_answer_beside_a_guess_tells_its_true_last_row(string query, string prefer, int status, string range)
    {
        await using var host = await RestHost.StartAsync(18, Underestimated + Overestimated, settings: ("WholeAnswerBytes", 100_000));

        var answer = await host.GetAsync(query, prefer: prefer);

        Assert.Equal((status, range), ((int)answer.Status, answer.ContentRange));
        Assert.Equal(range.Split('-', '/')[1], (answer.Json.EnumerateArray().Last().GetProperty("i").GetInt32() - 1).ToString(CultureInfo.InvariantCulture));
    }
}
