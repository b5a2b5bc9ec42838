using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Rows;

namespace Kolaybase.Tests.Tables.Rows;

public class RowsQueryTests
{
    [Fact]
    public void Nothing_given_is_the_first_fifty_rows() =>
        Assert.Equal(new RowsRequest(1, 50, null, false, null), new RowsQuery().Check());

    [Theory]
    [InlineData("desc", true)]
    [InlineData("DESC", true)]
    [InlineData("asc", false)]
    [InlineData("", false)]
    public void The_direction_is_read_in_any_case(string direction, bool descending) =>
        Assert.Equal(descending, new RowsQuery { OrderDir = direction }.Check().Descending);

    [Fact]
    public void The_farthest_page_is_within_reach_of_a_long() =>
        Assert.Equal(2_147_483_646_000L, new RowsQuery { Page = int.MaxValue, Limit = 1000 }.Check().Offset);

    public static TheoryData<RowsQuery, string> Refused => new()
    {
        { new RowsQuery { Page = 0 }, "page" },
        { new RowsQuery { Page = -1 }, "page" },
        { new RowsQuery { Limit = 0 }, "limit" },
        { new RowsQuery { Limit = 1001 }, "limit" },
        { new RowsQuery { OrderDir = "up" }, "orderDir" },
        { new RowsQuery { OrderDir = "asc; drop table t" }, "orderDir" },
        { new RowsQuery { Search = new string('x', 501) }, "search" },
        { new RowsQuery { Search = "a\0" }, "search" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_is_out_of_bounds_is_refused_and_not_corrected(RowsQuery query, string parameter)
    {
        var refusal = Assert.Throws<ApiException>(query.Check);
        Assert.Equal((400, ErrorCodes.InvalidParameter), (refusal.Status, refusal.Error.Code));
        Assert.Contains($"\"{parameter}\"", refusal.Message, StringComparison.Ordinal);
    }
}
