using Kolaybase.Api.Http.Requests;

namespace Kolaybase.Tests.Http.Requests;

public class PercentEncodingTests
{
    [Theory]
    [InlineData("/plain?a=b&c=d")]
    [InlineData("/%20")]
    [InlineData("/%C3%BC?x=%e2%82%ac")]
    [InlineData("/%F0%9F%90%98")]
    [InlineData("/a%2500")]
    public void Proper_encoding_passes(string target) => Assert.Equal(PercentFault.None, PercentEncoding.Check(target));

    [Theory]
    [InlineData("/%")]
    [InlineData("/%4")]
    [InlineData("/%zz")]
    [InlineData("/?like=100%")]
    [InlineData("/?a=%2&b=1")]
    [InlineData("/?a=%u0041")]
    public void A_percent_sign_without_two_digits_is_refused(string target) => Assert.Equal(PercentFault.Malformed, PercentEncoding.Check(target));

    [Theory]
    [InlineData("/%FF")]
    [InlineData("/%C3")]
    [InlineData("/%C0%AF")] // "/" in an overlong form
    [InlineData("/%ED%A0%80")] // half a surrogate pair
    [InlineData("/%E2%82/%AC")] // a character torn apart
    public void Bytes_that_are_not_UTF8_are_refused(string target) => Assert.Equal(PercentFault.NotUtf8, PercentEncoding.Check(target));

    [Theory]
    [InlineData("/%00")]
    [InlineData("/?name=eq.a%00b")]
    public void NUL_is_refused(string target) => Assert.Equal(PercentFault.Nul, PercentEncoding.Check(target));
}
