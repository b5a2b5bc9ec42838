using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;

namespace Kolaybase.Tests.Tables.Ddl;

public class SqlExpressionTests
{
    [Theory]
    [InlineData("now()")]
    [InlineData("1 + 2")]
    [InlineData("'a;b'")]
    [InlineData("'it''s (not) closed)'")]
    [InlineData("E'\\'; drop table t; --'")]
    [InlineData("e'a\\\\'")]
    [InlineData("'C:\\'")]
    [InlineData("\"odd )name\"('x')")]
    [InlineData("$$ a ) ; -- $$")]
    [InlineData("$tag$ $$ ) $tag$")]
    [InlineData("ARRAY[1, 2][1]")]
    [InlineData("'{\"a\": [1, 2]}'::jsonb")]
    [InlineData("a$b")]
    [InlineData("x -> 'y' - 1")]
    [InlineData("case when true then '(' else ')' end")]
    [InlineData("größe + 1")]
    [InlineData("date'2020-01-01'")]
    public void An_expression_that_stays_between_its_brackets_is_taken(string expression)
    {
        Assert.Null(SqlExpression.Fault(expression));
        Assert.Equal($"({expression})", SqlExpression.Require(expression, "using"));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  ", "empty")]
    [InlineData("1; drop table t", "semicolon")]
    [InlineData("1); drop table t; --", "bracket that it did not open")]
    [InlineData("1), evil int default (2", "bracket that it did not open")]
    [InlineData("(1", "never closed")]
    [InlineData("array[1)", "bracket that it did not open")]
    [InlineData("1 -- rest", "comments")]
    [InlineData("1 /* rest", "comments")]
    [InlineData("1 /* */", "comments")]
    [InlineData("'a", "quote that is never closed")]
    [InlineData("'a\\'' ) --", "quote that is never closed")]
    [InlineData("e'a\\'", "quote that is never closed")]
    [InlineData("type'a\\'); drop table t", "bracket that it did not open")]
    [InlineData("\"a", "double quote")]
    [InlineData("$$ a", "never closed")]
    [InlineData("$a$ x $b$", "never closed")]
    [InlineData("a$$ ); drop table t; $$", "bracket that it did not open")]
    [InlineData("$1$ ); drop table t; $1$", "bracket that it did not open")]
    [InlineData("E'a'\n'\\'(' ), evil int default ('')", "another line")]
    [InlineData("'a' \r\n 'b'", "another line")]
    [InlineData("a\0b", "NUL")]
    public void An_expression_that_might_end_early_is_refused(string expression, string reason)
    {
        Assert.Contains(reason, SqlExpression.Fault(expression), StringComparison.Ordinal);
        var refusal = Assert.Throws<ApiException>(() => SqlExpression.Require(expression, "defaultValue.expression"));
        Assert.Equal((400, ErrorCodes.InvalidExpression), (refusal.Status, refusal.Error.Code));
    }

    [Fact]
    public void An_expression_over_the_limit_is_refused()
    {
        Assert.Null(SqlExpression.Fault(new string('1', SqlExpression.MaxLength)));
        Assert.NotNull(SqlExpression.Fault(new string('1', SqlExpression.MaxLength + 1)));
        Assert.NotNull(SqlExpression.Fault(new string('(', SqlExpression.MaxLength)));
    }
}
