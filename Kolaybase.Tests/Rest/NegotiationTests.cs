using Kolaybase.Api.Http;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Microsoft.AspNetCore.Http;

namespace Kolaybase.Tests.Rest;

public class NegotiationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/csv, application/json;q=0.5")]
    [InlineData("application/*")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8")]
    public void Who_takes_json_is_served(string? accept) => Negotiation.Check(Request("GET", ("Accept", accept)));

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/xml")]
    [InlineData("application/vnd.pgrst.object+json")]
    [InlineData("application/json;q=0")]
    [InlineData("nonsense")]
    public void Who_wants_something_else_is_told_that_there_is_none(string accept) =>
        Assert.Equal((406, "PGRST107"), Refusal(() => Negotiation.Check(Request("GET", ("Accept", accept)))));

    [Theory]
    [InlineData("GET", "Accept-Profile", "auth", true)]
    [InlineData("HEAD", "Accept-Profile", "auth", true)]
    [InlineData("GET", "Accept-Profile", "public", false)]
    [InlineData("GET", "Content-Profile", "auth", false)]
    [InlineData("POST", "Content-Profile", "auth", true)]
    [InlineData("PATCH", "Content-Profile", "public", false)]
    [InlineData("DELETE", "Accept-Profile", "auth", false)]
    public void Another_schema_is_refused_where_its_header_counts(string method, string header, string schema, bool refused)
    {
        var request = Request(method, (header, schema));

        if (refused)
        {
            Assert.Equal((406, "PGRST106"), Refusal(() => Negotiation.Check(request)));
        }
        else
        {
            Negotiation.Check(request);
        }
    }

    [Theory]
    [InlineData("resolution=merge-duplicates")]
    [InlineData("return=representation,resolution=ignore-duplicates")]
    public void An_upsert_is_not_taken_for_an_insert(string prefer) =>
        Assert.Equal((400, "PGRST127"), Refusal(() => Negotiation.Check(Request("POST", ("Prefer", prefer)))));

    [Theory]
    [InlineData("", "0-9", 0, 10L)]
    [InlineData("", "5-5", 5, 1L)]
    [InlineData("", "5-", 5, null)]
    [InlineData("?limit=3", "0-9", 0, 3L)]
    [InlineData("?limit=30", "0-9", 0, 10L)]
    [InlineData("?offset=4", "0-9", 4, 6L)]
    [InlineData("?offset=20", "0-9", 20, 0L)]
    [InlineData("?limit=3", "10-", 10, 0L)]
    [InlineData("?limit=9223372036854775807", "2-", 2, 9223372036854775805L)]
    [InlineData("", "bytes=0-9", 0, null)]
    [InlineData("", "-5", 0, null)]
    [InlineData("", "a-b", 0, null)]
    [InlineData("", "0-99999999999999999999", 0, null)]
    [InlineData("", "0-9223372036854775807", 0, null)]
    [InlineData("", "1-2-3", 0, null)]
    public void A_range_narrows_what_limit_and_offset_leave(string query, string range, long offset, long? limit)
    {
        var narrowed = Negotiation.Narrow(QueryParser.Parse(query, new RestLimits()), Request("GET", ("Range", range)));

        Assert.Equal((offset, limit), (narrowed.Root.Offset, narrowed.Root.Limit));
    }

    [Fact]
    public void A_range_of_another_unit_is_ignored()
    {
        var query = QueryParser.Parse("", new RestLimits());

        Assert.Same(query, Negotiation.Narrow(query, Request("GET", ("Range", "0-1"), ("Range-Unit", "pages"))));
    }

    [Fact]
    public void A_range_that_ends_before_it_begins_is_416() =>
        Assert.Equal((416, "PGRST103"), Refusal(() => Negotiation.Narrow(QueryParser.Parse("", new RestLimits()), Request("GET", ("Range", "9-0")))));

    private static (int, string) Refusal(Action act)
    {
        var refused = Assert.Throws<ApiException>(act);
        return (refused.Status, refused.Error.Code);
    }

    private static HttpRequest Request(string method, params (string Name, string? Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        foreach (var (name, value) in headers)
        {
            if (value is not null)
            {
                request.Headers[name] = value;
            }
        }

        return request;
    }
}
