using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Tests.Rest.Schema;

public class DomainMediaTypeTests
{
    [Theory]
    [InlineData("public.\"text/html\"", "text/html")]
    [InlineData("\"my schema\".\"Image/PNG\"", "image/png")]
    [InlineData("\"application/vnd.kb+json\"", "application/vnd.kb+json")]
    [InlineData("public.\"*/*\"", "*/*")]
    [InlineData("public.\"a/b/c\"", null)]
    [InlineData("public.\"/x\"", null)]
    [InlineData("public.\"text/\"", null)]
    [InlineData("public.\"te xt/html\"", null)]
    [InlineData("public.\"text/x\r\ny\"", null)]
    [InlineData("public.\"a\"\"b/c\"", null)]
    [InlineData("public.\"Mood\"", null)]
    [InlineData("public.mood", null)]
    [InlineData("\"", null)]
    public void A_name_of_a_domain_may_be_a_media_type(string sql, string? expected) => Assert.Equal(expected, DomainMediaType.Of(new(90_000, sql, TypeOids.Text)));

    [Fact]
    public void What_is_no_domain_is_none() => Assert.Null(DomainMediaType.Of(new(90_000, "public.\"text/html\"")));
}
