using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class QueryParserTests
{
    private static readonly RestLimits Limits = new();

    [Fact]
    public void Without_parameters_everything_is_wanted()
    {
        var query = QueryParser.Parse("", Limits);

        Assert.IsType<SelectAll>(Assert.Single(query.Select));
        Assert.Equivalent(RowsQuery.Empty, query.Root, strict: true);
        Assert.Empty(query.Embeds);
        Assert.Empty(query.Arguments);
        Assert.Null(query.Columns);
        Assert.Null(query.OnConflict);
    }

    [Fact]
    public void Every_parameter_finds_its_place()
    {
        var query = QueryParser.Parse("?select=id,name&price=gte.10&price=lt.20&or=(a.eq.1,b.eq.2)&order=id.desc&limit=5&offset=10&columns=%22id%22&on_conflict=a,%22b,c%22&apikey=kb_anon_x", Limits);

        Assert.Equal(["id", "name"], query.Select.Cast<SelectField>().Select(c => c.Field!.Name));
        Assert.Equal(["\"price\".gte.\"10\"", "\"price\".lt.\"20\"", "or(\"a\".eq.\"1\",\"b\".eq.\"2\")"], query.Root.Filters.Select(FilterPrinter.Print));
        Assert.Equal("id", Assert.Single(query.Root.Order).Field.Name);
        Assert.Equal((5L, 10L), (query.Root.Limit, query.Root.Offset));
        Assert.Equal(["id"], query.Columns!.Value);
        Assert.Equal(["a", "b,c"], query.OnConflict!.Value);
    }

    [Theory]
    [InlineData("posts.id=eq.1", "posts", "\"id\".eq.\"1\"")]
    [InlineData("posts.comments.id=eq.1", "posts/comments", "\"id\".eq.\"1\"")]
    [InlineData("posts.data->a->>x=eq.1", "posts", "\"data\"->\"a\"->>\"x\".eq.\"1\"")]
    [InlineData("posts.or=(id.eq.1)", "posts", "or(\"id\".eq.\"1\")")]
    [InlineData("posts.not.and=(id.eq.1)", "posts", "not.and(\"id\".eq.\"1\")")]
    [InlineData("posts.comments.not.or=(id.eq.1)", "posts/comments", "not.or(\"id\".eq.\"1\")")]
    [InlineData("\"a.b\".\"order\"=eq.1", "a.b", "\"order\".eq.\"1\"")]
    [InlineData("posts.select=eq.1", "posts", "\"select\".eq.\"1\"")]
    public void A_path_says_which_embed_a_condition_is_about(string query, string path, string filter)
    {
        var embed = Assert.Single(QueryParser.Parse(query, Limits).Embeds);

        Assert.Equal((path, filter), (string.Join('/', embed.Path), FilterPrinter.Print(Assert.Single(embed.Rows.Filters))));
    }

    [Fact]
    public void All_that_is_said_of_one_embed_is_in_one_place()
    {
        var query = QueryParser.Parse("a.order=id.desc&b.limit=1&a.limit=3&a.id=eq.1&a.offset=2&limit=9&a.b.limit=7", Limits);

        Assert.Equal(["a", "b", "a/b"], query.Embeds.Select(e => string.Join('/', e.Path)));
        var rows = query.Embeds[0].Rows;
        Assert.Equal(("id", 3L, 2L), (Assert.Single(rows.Order).Field.Name, rows.Limit, rows.Offset));
        Assert.Single(rows.Filters);
        Assert.Equal([1L, 7L], query.Embeds.Skip(1).Select(e => e.Rows.Limit));
        Assert.Equal(9, query.Root.Limit);
    }

    [Fact]
    public void A_column_with_a_reserved_name_is_filtered_by_its_quoted_name() =>
        Assert.Equal("\"select\".eq.\"1\"", FilterPrinter.Print(Assert.Single(QueryParser.Parse("%22select%22=eq.1", Limits).Root.Filters)));

    [Fact]
    public void Parameters_without_a_value_are_nothing() => Assert.Empty(QueryParser.Parse("id&name", Limits).Root.Filters);

    [Theory]
    [InlineData("order=a&order=b", "a", null)]
    [InlineData("limit=1&limit=2", null, 2L)]
    public void Of_a_parameter_given_twice_the_one_that_PostgREST_takes_counts(string query, string? order, long? limit)
    {
        var root = QueryParser.Parse(query, Limits).Root;

        Assert.Equal((order, limit), (root.Order.FirstOrDefault()?.Field.Name, root.Limit));
    }

    [Fact]
    public void A_call_tells_arguments_from_conditions()
    {
        var query = QueryParser.ParseCall("a=1&id=eq.2&v=x&v=y&b=&%22c.d%22=in%20doubt&posts.id=gt.3&select=id&order=id&limit=4&or=(x.eq.1)", Limits);

        Assert.Equal(["a=1", "v=x", "v=y", "b=", "c.d=in doubt"], query.Arguments.Select(a => $"{a.Key}={a.Value}"));
        Assert.Equal(["\"id\".eq.\"2\"", "or(\"x\".eq.\"1\")"], query.Root.Filters.Select(FilterPrinter.Print));
        Assert.Equal(("posts", 4L), (Assert.Single(Assert.Single(query.Embeds).Path), query.Root.Limit));
    }

    [Theory]
    [InlineData("a=not.x")]
    [InlineData("a=in.x")]
    [InlineData("a=is.x")]
    [InlineData("a.b=1")]
    [InlineData("a->b=1")]
    [InlineData("a;b=1")]
    public void A_call_refuses_what_is_neither(string query) => Assert.Equal("PGRST100", Refusals.Of(() => QueryParser.ParseCall(query, Limits)).Error.Code);

    [Theory]
    [InlineData("limit=abc", 400, "PGRST100")]
    [InlineData("limit=", 400, "PGRST100")]
    [InlineData("limit=1.5", 400, "PGRST100")]
    [InlineData("limit=99999999999999999999", 400, "PGRST100")]
    [InlineData("offset=x", 400, "PGRST100")]
    [InlineData("limit=-1", 416, "PGRST103")]
    [InlineData("offset=-1", 416, "PGRST103")]
    [InlineData("a.limit=-1", 416, "PGRST103")]
    [InlineData(".limit=1", 400, "PGRST100")]
    [InlineData("a..order=id", 400, "PGRST100")]
    [InlineData("a->b.order=id", 400, "PGRST100")]
    [InlineData("on_conflict=", 400, "PGRST100")]
    [InlineData("id=%00", 400, "KB004")]
    public void What_makes_no_sense_is_refused(string query, int status, string code) =>
        Assert.Equal((status, code), Refusals.Of(() => QueryParser.Parse(query, Limits)) is var r ? (r.Status, r.Error.Code) : default);

    [Fact]
    public void Conditions_on_more_embeds_than_a_request_may_hold_are_refused()
    {
        var query = string.Join('&', Enumerable.Range(0, 51).Select(i => $"e{i}.limit=1"));

        Assert.Equal("KB609", Refusals.Of(() => QueryParser.Parse(query, Limits)).Error.Code);
    }

    [Theory]
    [InlineData("id=eq.1", false)]
    [InlineData("limit=1", false)]
    [InlineData("id=eq.1", true)]
    [InlineData("not.or=(id.eq.1)", true)]
    public void A_path_that_is_deeper_than_embeds_can_be_is_refused(string parameter, bool tooDeep)
    {
        var query = string.Concat(Enumerable.Repeat("e.", tooDeep ? 30_000 : 10)) + parameter;

        if (tooDeep)
        {
            Assert.Equal("KB608", Refusals.Of(() => QueryParser.Parse(query, Limits)).Error.Code);
        }
        else
        {
            Assert.Equal(10, Assert.Single(QueryParser.Parse(query, Limits).Embeds).Path.Length);
        }
    }

    [Fact]
    public void A_long_text_is_not_repeated_in_full_by_its_refusal() =>
        Assert.InRange(Refusals.Of(() => QueryParser.Parse("id=" + new string('x', 10_000), Limits)).Error.Message.Length, 1, 200);
}
