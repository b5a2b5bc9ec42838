using Kolaybase.Workers.Jobs;
using Npgsql;

namespace Kolaybase.Tests.Workers.Jobs;

public class DatabaseFaultTests
{
    [Fact]
    public void What_a_database_says_is_not_told_but_what_it_is_and_where()
    {
        var fault = Thrown(() => throw new InvalidOperationException("of key 4711", new PostgresException("Key (email)=(ada@example.com) exists", "ERROR", "ERROR", "23505", detail: "planted")));
        var told = DatabaseFault.Redacted(fault).ToString();
        Assert.DoesNotContain("ada@example.com", told, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", told, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", told, StringComparison.Ordinal);
        Assert.Contains("Npgsql.PostgresException (SQLSTATE 23505)", told, StringComparison.Ordinal);
        Assert.Contains(nameof(What_a_database_says_is_not_told_but_what_it_is_and_where), told, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_none_of_a_database_is_told_as_it_is()
    {
        var fault = Thrown(() => throw new InvalidOperationException("no server"));
        Assert.Same(fault, DatabaseFault.Redacted(fault));
    }

    private static Exception Thrown(Action fail) => Assert.ThrowsAny<Exception>(fail);
}
