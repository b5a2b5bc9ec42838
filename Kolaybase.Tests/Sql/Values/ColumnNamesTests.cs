using Kolaybase.Api.Sql.Values;

namespace Kolaybase.Tests.Sql.Values;

public class ColumnNamesTests
{
    [Theory]
    [InlineData("a b", "a b")]
    [InlineData("a a a", "a a_2 a_3")]
    [InlineData("a a a_2", "a a_3 a_2")]
    [InlineData("a_2 a a", "a_2 a a_3")]
    [InlineData("a a a_2 a a_2", "a a_3 a_2 a_4 a_2_2")]
    public void Every_column_has_a_name_of_its_own(string names, string expected) =>
        Assert.Equal(expected, string.Join(' ', ColumnNames.Distinct(names.Split(' '))));
}
