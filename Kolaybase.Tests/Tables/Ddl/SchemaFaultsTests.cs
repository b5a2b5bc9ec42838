using Kolaybase.Api.Tables.Ddl;
using Npgsql;

namespace Kolaybase.Tests.Tables.Ddl;

public class SchemaFaultsTests
{
    [Theory]
    [InlineData("42710", "TypeCreate", true)]
    [InlineData("42710", "heap_create_with_catalog", false)]
    [InlineData("40P01", null, true)]
    [InlineData("42P07", "heap_create_with_catalog", false)]
    public void Two_who_make_one_table_at_once_have_collided_and_one_who_takes_a_name_has_not(string sqlState, string? routine, bool collided) =>
        Assert.Equal(collided, SchemaFaults.IsCollision(new PostgresException("type \"t\" already exists", "ERROR", "ERROR", sqlState, routine: routine)));
}
