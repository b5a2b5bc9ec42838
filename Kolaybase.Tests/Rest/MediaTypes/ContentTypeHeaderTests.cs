using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.MediaTypes;

public class ContentTypeHeaderTests
{
    [Theory]
    [InlineData(null, "Json")]
    [InlineData("", "Json")]
    [InlineData("application/json", "Json")]
    [InlineData("Application/Json; charset=\"UTF-8\"", "Json")]
    [InlineData("application/vnd.pgrst.array+json", "Json")]
    [InlineData("text/csv; header=present", "Csv")]
    [InlineData("text/csv; charset=us-ascii", "Csv")]
    [InlineData("application/x-www-form-urlencoded", "Form")]
    public void A_body_of_rows_is_told_by_its_type(string? contentType, string expected)
    {
        Assert.Equal(expected, ContentTypeHeader.Parse(contentType, call: false).ToString());
        Assert.Equal(expected, ContentTypeHeader.Parse(contentType, call: true).ToString());
    }

    [Theory]
    [InlineData("text/plain", "Text")]
    [InlineData("text/xml; charset=utf-8", "Xml")]
    [InlineData("application/octet-stream; charset=latin1", "Octets")]
    public void Only_a_call_takes_a_body_as_it_is(string contentType, string expected)
    {
        Assert.Equal(expected, ContentTypeHeader.Parse(contentType, call: true).ToString());
        Assert.Equal((415, "KB415"), Refusals.Of(() => ContentTypeHeader.Parse(contentType, call: false)) is var r ? (r.Status, r.Error.Code) : default);
    }

    [Theory]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("text/csv; charset=latin1")]
    [InlineData("text/html")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("nonsense")]
    [InlineData("*/*")]
    public void Other_types_are_refused(string contentType)
    {
        var refusal = Refusals.Of(() => ContentTypeHeader.Parse(contentType, call: true));

        Assert.Equal((415, $"Content-Type not acceptable: {contentType}"), (refusal.Status, refusal.Error.Message));
    }
}
