using Kolaybase.Api.Rest.Formats;
using Kolaybase.Tests.Rest.Support;
using Microsoft.AspNetCore.Http;

namespace Kolaybase.Tests.Rest.Formats;

public class TableFormatsTests
{
    [Theory]
    [InlineData(null, "application/json; charset=utf-8")]
    [InlineData("*/*", "application/json; charset=utf-8")]
    [InlineData("application/json; charset=utf-8", "application/json; charset=utf-8")]
    [InlineData("text/html, application/json;q=0.5", "application/json; charset=utf-8")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "application/json; charset=utf-8")]
    [InlineData("text/csv", "text/csv; charset=utf-8")]
    [InlineData("application/vnd.pgrst.array+json;nulls=stripped", "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8")]
    [InlineData("application/vnd.pgrst.object+json", "application/vnd.pgrst.object+json; charset=utf-8")]
    [InlineData("application/vnd.pgrst.object;nulls=stripped", "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8")]
    public void The_most_wanted_format_is_made(string? accept, string contentType) => Assert.Equal(contentType, TableFormats.Pick(Request(accept)).ContentType);

    [Theory]
    [InlineData("application/xml")]
    [InlineData("application/json;q=0")]
    [InlineData("application/vnd.pgrst.plan+json")]
    [InlineData("nonsense")]
    public void Who_wants_something_else_is_told_that_there_is_none(string accept)
    {
        var refusal = Refusals.Of(() => TableFormats.Pick(Request(accept)));

        Assert.Equal((406, "PGRST107"), (refusal.Status, refusal.Error.Code));
    }

    private static HttpRequest Request(string? accept)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Accept = accept;
        return request;
    }
}
