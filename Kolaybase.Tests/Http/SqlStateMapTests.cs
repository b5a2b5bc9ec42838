using Kolaybase.Api.Http;
using Npgsql;

namespace Kolaybase.Tests.Http;

public class SqlStateMapTests
{
    [Theory]
    [InlineData("23503", 409)]
    [InlineData("23505", 409)]
    [InlineData("23502", 400)]
    [InlineData("23514", 400)]
    [InlineData("22P02", 400)]
    [InlineData("22003", 400)]
    [InlineData("25006", 405)]
    [InlineData("25P02", 500)]
    [InlineData("42883", 404)]
    [InlineData("42P01", 404)]
    [InlineData("42703", 400)]
    [InlineData("42601", 400)]
    [InlineData("42P17", 500)]
    [InlineData("P0001", 400)]
    [InlineData("P0002", 500)]
    [InlineData("P0004", 500)]
    [InlineData("PT402", 402)]
    [InlineData("PT503", 503)]
    [InlineData("PT999", 500)]
    [InlineData("PT200", 500)]
    [InlineData("PTxyz", 500)]
    [InlineData("08006", 503)]
    [InlineData("53300", 503)]
    [InlineData("53400", 500)]
    [InlineData("57P01", 503)]
    [InlineData("57014", 500)]
    [InlineData("0L000", 403)]
    [InlineData("0P000", 403)]
    [InlineData("28000", 403)]
    [InlineData("09000", 500)]
    [InlineData("2D000", 500)]
    [InlineData("38000", 500)]
    [InlineData("39000", 500)]
    [InlineData("3B000", 500)]
    [InlineData("40001", 500)]
    [InlineData("54001", 500)]
    [InlineData("55P03", 500)]
    [InlineData("58030", 500)]
    [InlineData("F0000", 500)]
    [InlineData("HV000", 500)]
    [InlineData("XX000", 500)]
    [InlineData("ZZ999", 400)]
    public void Every_class_of_SQLSTATE_has_its_status(string sqlState, int expected) => Assert.Equal(expected, SqlStateMap.Status(sqlState, DatabaseRole.ServiceRole));

    [Theory]
    [InlineData(DatabaseRole.Anon, 401)]
    [InlineData(DatabaseRole.Authenticated, 403)]
    [InlineData(DatabaseRole.ServiceRole, 403)]
    public void A_missing_privilege_asks_only_the_unknown_to_sign_in(DatabaseRole role, int expected) => Assert.Equal(expected, SqlStateMap.Status("42501", role));

    [Fact]
    public void The_databases_words_about_the_data_are_passed_on()
    {
        var error = SqlStateMap.ToApiException(Raise("23505", "duplicate key", "Key (id)=(1) already exists.", "Try another"), DatabaseRole.Anon);

        Assert.Equal((409, new ApiError("23505", "duplicate key", "Key (id)=(1) already exists.", "Try another")), (error.Status, error.Error));
        Assert.Null(error.RetryAfterSeconds);
    }

    [Theory]
    [InlineData("58030")]
    [InlineData("XX001")]
    [InlineData("53100")]
    public void Words_about_the_server_itself_are_kept_back(string sqlState)
    {
        var error = SqlStateMap.ToApiException(Raise(sqlState, "could not read file \"base/16384/2619\"", "internal detail", "internal hint"), DatabaseRole.Anon).Error;

        Assert.Equal(sqlState, error.Code);
        Assert.DoesNotContain("base/", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Details);
        Assert.DoesNotContain("internal", error.Hint ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_not_call_a_function_is_told_what_its_owner_can_do()
    {
        var refused = new PostgresException("permission denied for function f", "ERROR", "ERROR", "42501", routine: "aclcheck_error");

        Assert.Contains("GRANT EXECUTE ON FUNCTION", SqlStateMap.ToApiException(refused, DatabaseRole.Anon).Error.Hint, StringComparison.Ordinal);
        Assert.Null(SqlStateMap.ToApiException(Raise("42501", "permission denied for table t", null, null), DatabaseRole.Anon).Error.Hint);
    }

    [Fact]
    public void A_full_server_says_when_to_come_back() =>
        Assert.Equal(1, SqlStateMap.ToApiException(Raise("53300", "too many connections", null, null), DatabaseRole.Anon).RetryAfterSeconds);

    private static PostgresException Raise(string sqlState, string message, string? detail, string? hint) =>
        new(message, "ERROR", "ERROR", sqlState, detail, hint);
}
