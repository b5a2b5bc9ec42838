using Kolaybase.Api.Tables.Ddl;

namespace Kolaybase.Tests.Tables.Ddl;

public class SqlLiteralTests
{
    [Theory]
    [InlineData("", "''")]
    [InlineData("a", "'a'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("'); drop table t; --", "'''); drop table t; --'")]
    [InlineData("\\", "E'\\\\'")]
    [InlineData("\\'", "E'\\\\'''")]
    [InlineData("表\n", "'表\n'")]
    public void A_constant_can_not_end_early(string text, string sql) => Assert.Equal(sql, SqlLiteral.Quote(text));
}
