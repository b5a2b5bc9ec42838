using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Sql;

public class AffectedGuardTests
{
    [Theory]
    [InlineData("invalid input syntax for type integer: \"secret-token m12/5\"", 400, "PGRST124", "The query affects 12 rows")]
    [InlineData("invalid input syntax for type integer: \"secret-token l12/5\"", 400, "PGRST110", "Results contain 12 rows changed but the maximum number allowed is 5")]
    [InlineData("invalid input syntax for type integer: \"secret-token s0/1\"", 406, "PGRST116", "The result contains 0 rows")]
    [InlineData("invalid input syntax for type integer: \"secret-token k2/1\"", 400, "PGRST115", null)]
    public void Its_error_says_which_number_was_not_right(string message, int status, string code, string? details)
    {
        var refusal = Ledger.Guard.Refusal("22P02", message)!;

        Assert.Equal((status, code, details), (refusal.Status, refusal.Error.Code, refusal.Error.Details));
    }

    [Theory]
    [InlineData("22P02", "invalid input syntax for type integer: \"m12/5\"")]
    [InlineData("22P02", "invalid input syntax for type integer: \"secret-token x12/5\"")]
    [InlineData("22P02", "invalid input syntax for type integer: \"m12/5 secret-token \"")]
    [InlineData("23505", "secret-token m12/5")]
    public void Other_errors_are_left_alone(string sqlState, string message) => Assert.Null(Ledger.Guard.Refusal(sqlState, message));
}
