using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Tests.Rest.Schema;

public class NearestNameTests
{
    private static readonly string[] Names = ["items", "orders", "order_lines", "Kişiler"];

    [Theory]
    [InlineData("item", "items")]
    [InlineData("itmes", "items")]
    [InlineData("ITEMS", "items")]
    [InlineData("order", "orders")]
    [InlineData("orderlines", "order_lines")]
    [InlineData("kisiler", "Kişiler")]
    [InlineData("customers", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_found_if_it_is_near(string name, string? expected) => Assert.Equal(expected, NearestName.Find(name, Names));

    [Fact]
    public void A_name_longer_than_any_identifier_is_near_nothing() => Assert.Null(NearestName.Find(new string('x', 10_000), [new string('x', 63)]));

    [Fact]
    public void Of_two_names_as_near_the_first_in_order_is_taken() => Assert.Equal("cat", NearestName.Find("bat", ["hat", "cat"]));
}
