using Kolaybase.Api.Http;
using Kolaybase.Api.Tables;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.Api.Tables.Rows;

namespace Kolaybase.Tests.Tables.Rows;

public class RowObjectTests
{
    private static readonly TableShape Table = new(
        1,
        new TableName("public", "t"),
        'r',
        [
            new(1, "id", "bigint", false, null, 1, false, 'a', false, null, true),
            new(2, "title", "text", true, null, 2, false, '\0', false, null, true),
            new(3, "upper", "text", true, "upper(title)", 0, false, '\0', true, null, true),
        ]);

    private static readonly TableShape Keyless = new(1, new TableName("public", "t"), 'r', [Table.Columns[1] with { KeyPosition = 0 }]);

    [Fact]
    public void Members_are_columns() => Assert.Equal(["title"], Row("""{"title": "a"}""").ColumnsToWrite(Table).Select(c => c.Name));

    [Theory]
    [InlineData("[]", "KB002")]
    [InlineData("1", "KB002")]
    [InlineData("null", "KB002")]
    [InlineData("\"a\"", "KB002")]
    [InlineData("""{"a": 1, "a": 2}""", "KB002")]
    [InlineData("""{"\ud800": 1}""", "KB004")]
    public void What_is_no_row_is_refused(string json, string code)
    {
        var refusal = Assert.Throws<ApiException>(() => Row(json));
        Assert.Equal((400, code), (refusal.Status, refusal.Error.Code));
    }

    [Theory]
    [InlineData("""{"titel": 1}""", "42703", "Perhaps you meant the column \"title\".")]
    [InlineData("""{"TITLE": 1}""", "42703", "Perhaps you meant the column \"title\".")]
    [InlineData("""{"x\"; drop table t; --": 1}""", "42703", null)]
    [InlineData("""{"id": 1}""", "428C9", "Leave it out.")]
    [InlineData("""{"upper": "A"}""", "428C9", "Leave it out.")]
    public void Columns_that_take_no_value_are_refused(string json, string code, string? hint)
    {
        var refusal = Assert.Throws<ApiException>(() => Row(json).ColumnsToWrite(Table));
        Assert.Equal((400, code, hint), (refusal.Status, refusal.Error.Code, refusal.Error.Hint));
    }

    [Theory]
    [InlineData("""{"id": 1}""", ErrorCodes.IncompleteKey)]
    [InlineData("{}", ErrorCodes.IncompleteKey)]
    [InlineData("""{"id": 1, "title": "a", "upper": "A"}""", ErrorCodes.IncompleteKey)]
    [InlineData("""{"id": 1, "title": null}""", ErrorCodes.IncompleteKey)]
    [InlineData("""{"id": 1, "titel": "a"}""", "42703")]
    public void A_key_must_be_whole(string json, string code)
    {
        var refusal = Assert.Throws<ApiException>(() => RowKey.Check(Table, RowObject.Parse(new RawJson(json), "pkWhere")));
        Assert.Equal((400, code), (refusal.Status, refusal.Error.Code));
    }

    [Fact]
    public void The_whole_key_is_taken_in_any_order()
    {
        RowKey.Check(Table, RowObject.Parse(new RawJson("""{"title": "a", "id": 1}"""), "pkWhere"));
        Assert.Equal(["id", "title"], Table.Key.Select(c => c.Name));
    }

    [Fact]
    public void Of_a_table_without_a_key_no_row_can_be_named()
    {
        var refusal = Assert.Throws<ApiException>(() => RowKey.Check(Keyless, RowObject.Parse(new RawJson("""{"title": "a"}"""), "pkWhere")));
        Assert.Equal((400, ErrorCodes.NoPrimaryKey), (refusal.Status, refusal.Error.Code));
    }

    private static RowObject Row(string json) => RowObject.Parse(new RawJson(json), null);
}
