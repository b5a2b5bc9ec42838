using Kolaybase.Api.Sql.Statements;

namespace Kolaybase.Tests.Sql.Statements;

public class TextPlaceTests
{
    [Fact]
    public void A_position_is_counted_in_the_whole_text_by_characters()
    {
        const string sql = "select '💧';\n  select nope, 1";
        var statements = StatementSplitter.Split(sql);
        // PostgreSQL was sent the second statement alone.
        Assert.Equal("At position 22 (line 2, column 10), statement 2 of 2.", new TextPlace(sql, statements[1], 2, 2).Describe(8));
        Assert.Equal("At statement 2 of 2.", new TextPlace(sql, statements[1], 2, 2).Describe(0));
    }

    [Fact]
    public void What_we_put_before_a_statement_does_not_count()
    {
        const string sql = "select nope";
        var place = new TextPlace(sql, StatementSplitter.Split(sql)[0], Prefix: 10);
        Assert.Equal("At position 8 (line 1, column 8).", place.Describe(18));
        Assert.Null(place.Describe(4));
        Assert.Null(place.Describe(0));
        Assert.Null(new TextPlace(sql).Describe(3));
    }

    [Fact]
    public void A_position_behind_the_text_is_its_end() =>
        Assert.Equal("At position 9 (line 1, column 9).", new TextPlace("select 1", StatementSplitter.Split("select 1")[0]).Describe(9));
}
