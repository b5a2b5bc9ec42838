using Kolaybase.Api.Http;
using Kolaybase.Api.Tables;

namespace Kolaybase.Tests.Tables;

public class TableNameTests
{
    [Fact]
    public void A_table_is_in_schema_public_unless_told_otherwise()
    {
        Assert.Equal("\"public\".\"t\"", TableName.From(null, "t").Sql);
        Assert.Equal("\"My \"\"schema\"\"\".\"t\"", TableName.From("My \"schema\"", "t").Sql);
    }

    [Theory]
    [InlineData("pg_catalog")]
    [InlineData("pg_toast")]
    [InlineData("information_schema")]
    [InlineData("auth")]
    [InlineData("kolaybase")]
    public void Schemas_that_are_not_the_projects_own_are_as_good_as_missing(string schema)
    {
        var refusal = Assert.Throws<ApiException>(() => TableName.SchemaFrom(schema));
        Assert.Equal((404, "3F000"), (refusal.Status, refusal.Error.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0")]
    public void A_schema_that_is_no_name_is_refused(string schema) =>
        Assert.Equal(400, Assert.Throws<ApiException>(() => TableName.SchemaFrom(schema)).Status);
}
