using Kolaybase.Api.Http;
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

    [Fact]
    public void What_can_not_be_sent_to_the_database_is_never_quoted()
    {
        // Not in the table above: the runner can't carry them.
        foreach (var text in new[] { "a\0b", "\ud800", "\udc00\ud800" })
        {
            var refusal = Assert.Throws<ApiException>(() => SqlLiteral.Quote(text));
            Assert.Equal((400, ErrorCodes.UnstorableText), (refusal.Status, refusal.Error.Code));
        }
    }
}
