using Kolaybase.Api.Http.Requests;

namespace Kolaybase.Tests.Http.Requests;

public class DotSegmentsTests
{
    [Theory]
    [InlineData("/a/..")]
    [InlineData("/a/../b")]
    [InlineData("/./a")]
    [InlineData("/a/%2E%2E")]
    [InlineData("/a/%2e%2E/b")]
    [InlineData("/a/.%2e")]
    [InlineData("/a/%2e.")]
    [InlineData("/a/%2E")]
    [InlineData("/a/%2E%2E?x=1")]
    [InlineData("/a/..#x")]
    [InlineData("/a\\..\\b")]
    [InlineData("http://host/a/%2E%2E")]
    public void A_segment_of_dots_is_found_in_every_spelling(string target) => Assert.True(DotSegments.Any(target));

    [Theory]
    [InlineData("/")]
    [InlineData("*")]
    [InlineData("/a/...")]
    [InlineData("/a/%2E%2E%2E")]
    [InlineData("/a/.b")]
    [InlineData("/a/b..")]
    [InlineData("/a/..%2Fb")]
    [InlineData("/a/%252E%252E")]
    [InlineData("/a?path=/../b")]
    [InlineData("/a//b")]
    [InlineData("/.well-known/x")]
    [InlineData("http://host.name/a")]
    public void Other_dots_are_let_through(string target) => Assert.False(DotSegments.Any(target));
}
