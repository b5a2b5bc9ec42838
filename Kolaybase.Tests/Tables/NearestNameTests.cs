using Kolaybase.Api.Tables;

namespace Kolaybase.Tests.Tables;

public class NearestNameTests
{
    [Theory]
    [InlineData("titel", "title")]
    [InlineData("Title", "title")]
    [InlineData("tite", "title")]
    [InlineData("titlee", "title")]
    [InlineData("create_at", "created_at")]
    [InlineData("x", "y")]
    [InlineData("vorname", null)]
    [InlineData("", null)]
    public void The_name_with_the_fewest_typing_errors_is_meant(string wanted, string? meant) =>
        Assert.Equal(meant, NearestName.Of(wanted, wanted == "x" ? ["y"] : ["id", "title", "created_at"]));

    [Fact]
    public void Of_several_near_names_the_nearest_is_meant() => Assert.Equal("price", NearestName.Of("pric", ["prices", "price", "prince"]));

    [Fact]
    public void What_can_not_be_a_name_costs_no_search() => Assert.Null(NearestName.Of(new string('a', 10_000), [new string('a', 9_999)]));
}
