using Kolaybase.Api.Http;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;
using Microsoft.AspNetCore.Http;

namespace Kolaybase.Tests.Rest;

public class NegotiationTests
{
    [Theory]
    [InlineData("text/csv;q=0.5, text/html, application/json;q=0.4", "text/csv")]
    [InlineData("text/html, */*;q=0.1", "*/*")]
    [InlineData("application/json, text/csv", "application/json")]
    public void The_most_wanted_type_that_can_be_made_is_picked(string accept, string expected) =>
        Assert.Equal(expected, Negotiation.Pick(Request("GET", ("Accept", accept)), type => type.Kind != MediaKind.Other).Name);

    [Fact]
    public void Who_wants_what_there_is_not_is_told_all_that_he_wanted() => Refusals.AssertIs(
        Refusals.Of(() => Negotiation.Pick(Request("GET", ("Accept", "text/html;q=0.5, image/png")), type => type.Kind != MediaKind.Other)),
        406,
        "PGRST107",
        "None of these media types are available: image/png, text/html");

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
