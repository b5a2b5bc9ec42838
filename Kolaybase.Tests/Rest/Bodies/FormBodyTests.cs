using System.Text;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Bodies;
using Microsoft.AspNetCore.Http;

namespace Kolaybase.Tests.Rest.Bodies;

public class FormBodyTests
{
    private static readonly RestLimits Limits = new() { FormFields = 3, FormBytes = 50 };

    [Theory]
    [InlineData("", "{}")]
    [InlineData("a=1&b=two+words", """{"a":"1","b":"two words"}""")]
    [InlineData("a=%C5%9F%22&b=%2Bx", """{"a":"ş\"","b":"+x"}""")]
    [InlineData("a=1&a=2", """{"a":"2"}""")]
    [InlineData("a&b=", """{"a":"","b":""}""")]
    [InlineData("?a=1", """{"?a":"1"}""")]
    [InlineData("a=NULL", """{"a":"NULL"}""")]
    [InlineData("ş=ü", """{"ş":"ü"}""")]
    public async Task A_form_is_one_row_of_strings(string form, string json)
    {
        var payload = await FormBody.ReadRowAsync(Request(form), Limits, TestContext.Current.CancellationToken);

        Assert.Equal((json, false, 1), (Encoding.UTF8.GetString(payload.Utf8.Span), payload.IsArray, payload.Rows));
    }

    [Fact]
    public async Task For_a_call_a_name_may_repeat()
    {
        var fields = await FormBody.ReadAsync(Request("v=1&v=2&w"), Limits, TestContext.Current.CancellationToken);

        Assert.Equal(["v=1", "v=2", "w="], fields.Select(f => $"{f.Key}={f.Value}"));
    }

    [Theory]
    [InlineData("a=%zz", 400, "KB005")]
    [InlineData("a=%ff", 400, "KB005")]
    [InlineData("a=%00", 400, "KB004")]
    [InlineData("a=\xff", 400, "KB004")]
    [InlineData("a&b&c&d", 400, "KB604")]
    [InlineData("a=12345678901234567890123456789012345678901234567890", 413, "KB413")]
    public async Task What_is_no_form_is_refused(string latin1, int status, string code)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(() => FormBody.ReadRowAsync(Request(Encoding.Latin1.GetBytes(latin1)), Limits, TestContext.Current.CancellationToken));

        Assert.Equal((status, code), (refusal.Status, refusal.Error.Code));
    }

    private static HttpRequest Request(string form) => Request(Encoding.UTF8.GetBytes(form));

    private static HttpRequest Request(byte[] body)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = "application/x-www-form-urlencoded";
        request.Body = new MemoryStream(body);
        return request;
    }
}
