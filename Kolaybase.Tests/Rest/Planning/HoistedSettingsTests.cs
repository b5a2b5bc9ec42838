using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Tests.Rest.Planning;

public class HoistedSettingsTests
{
    [Theory]
    [InlineData("100", 100)]
    [InlineData("100ms", 100)]
    [InlineData(" 2 s ", 2_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("0.5min", 30_000)]
    [InlineData("2000us", 2)]
    [InlineData("1min", 60_000)]
    [InlineData("1h", 60_000)]
    [InlineData("1d", 60_000)]
    [InlineData("2147483647", 60_000)]
    [InlineData("9999999999999999999999d", 60_000)]
    [InlineData("0", 60_000)]
    [InlineData("100us", 60_000)]
    public void A_timeout_is_read_with_its_unit_and_goes_no_further_than_the_most(string value, int expected) =>
        Assert.Equal(expected, HoistedSettings.StatementMilliseconds([new("Statement_Timeout", value)], 60_000));

    [Theory]
    [InlineData("work_mem", "4MB")]
    [InlineData("statement_timeout", "soon")]
    [InlineData("statement_timeout", "1 week")]
    [InlineData("statement_timeout", "1.2.3s")]
    [InlineData("statement_timeout", "-1")]
    [InlineData("statement_timeout", "")]
    public void Without_one_the_roles_counts(string name, string value) => Assert.Null(HoistedSettings.StatementMilliseconds([new(name, value)], 60_000));

    [Theory]
    [InlineData("serializable", "SERIALIZABLE")]
    [InlineData("Repeatable Read", "REPEATABLE READ")]
    [InlineData("read committed", "READ COMMITTED")]
    [InlineData("read uncommitted", "READ UNCOMMITTED")]
    [InlineData("serializable; drop table x", null)]
    public void Only_a_level_that_there_is_becomes_SQL(string value, string? expected) => Assert.Equal(expected, HoistedSettings.Isolation([new("default_transaction_isolation", value)]));

    [Fact]
    public void No_setting_is_no_level() => Assert.Null(HoistedSettings.Isolation([new("statement_timeout", "serializable")]));
}
