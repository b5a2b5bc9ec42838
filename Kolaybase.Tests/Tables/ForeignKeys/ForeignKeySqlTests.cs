using Kolaybase.Api.Http;
using Kolaybase.Api.Tables;
using Kolaybase.Api.Tables.ForeignKeys;

namespace Kolaybase.Tests.Tables.ForeignKeys;

public class ForeignKeySqlTests
{
    [Fact]
    public void Every_name_is_quoted_and_actions_are_SQLs_words()
    {
        var request = new AddForeignKeyRequest { ColumnName = "a\"b", ForeignTableName = "p q", ForeignColumnName = "select", OnDelete = ForeignKeyAction.SetNull, ConstraintName = "x;y" };

        var foreign = request.Check("s");

        Assert.Equal("""ALTER TABLE "s"."t" ADD CONSTRAINT "x;y" FOREIGN KEY ("a""b") REFERENCES "s"."p q" ("select") ON DELETE SET NULL ON UPDATE NO ACTION""", request.ToSql(new TableName("s", "t"), foreign));
    }

    [Theory]
    [InlineData('a', ForeignKeyAction.NoAction)]
    [InlineData('r', ForeignKeyAction.Restrict)]
    [InlineData('c', ForeignKeyAction.Cascade)]
    [InlineData('n', ForeignKeyAction.SetNull)]
    [InlineData('d', ForeignKeyAction.SetDefault)]
    public void What_the_catalogue_says_is_what_SQL_says(char code, ForeignKeyAction action)
    {
        Assert.Equal(action, ForeignKeyActions.FromCatalog(code));
        Assert.StartsWith(char.ToUpperInvariant(code).ToString(), action.ToSql().Replace("NO ACTION", "A", StringComparison.Ordinal).Replace("SET ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_name_that_no_URL_could_name_is_refused()
    {
        var request = new AddForeignKeyRequest { ColumnName = "a", ForeignTableName = "b", ForeignColumnName = "c", ConstraintName = ".." };

        Assert.Equal("KB301", Assert.Throws<ApiException>(() => request.Check("public")).Error.Code);
    }
}
