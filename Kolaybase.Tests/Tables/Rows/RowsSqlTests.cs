using Kolaybase.Api.Http;
using Kolaybase.Api.Tables;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.Api.Tables.Rows;

namespace Kolaybase.Tests.Tables.Rows;

public class RowsSqlTests
{
    private static readonly TableShape Table = new(
        1,
        new TableName("public", "t"),
        'r',
        [Column(1, "id", "integer", key: 2), Column(2, "kind", "text", key: 1), Column(3, "odd \"n\"", "app.\"Mood\"[]"), Column(4, "secret", "text", readable: false), Column(5, "raw", "bytea")]);

    private static RowsRequest Request(string? orderBy = null, bool descending = false, string? search = null) => new(1, 50, orderBy, descending, search);

    [Fact]
    public void A_page_has_the_readable_columns_in_the_order_of_the_key() =>
        Assert.Equal(
            "select (select to_json(r.*)::text from (select t.\"id\", t.\"kind\", t.\"odd \"\"n\"\"\", t.\"raw\") as r) from \"public\".\"t\" as t order by t.\"kind\", t.\"id\" limit $1 offset $2",
            RowsSql.Page(Table, Request()));

    [Theory]
    [InlineData("odd \"n\"", false, " order by t.\"odd \"\"n\"\"\", t.\"kind\", t.\"id\" ")]
    [InlineData("id", true, " order by t.\"id\" desc, t.\"kind\" ")]
    [InlineData(null, true, " order by t.\"kind\" desc, t.\"id\" desc ")]
    public void The_key_breaks_ties(string? orderBy, bool descending, string sql) =>
        Assert.Contains(sql, RowsSql.Page(Table, Request(orderBy, descending)), StringComparison.Ordinal);

    [Theory]
    [InlineData("idd", "Perhaps you meant the column \"id\".")]
    [InlineData("id; drop table t", null)]
    [InlineData("id desc", null)]
    public void Sorting_by_what_is_no_column_is_refused(string orderBy, string? hint)
    {
        var refusal = Assert.Throws<ApiException>(() => RowsSql.Page(Table, Request(orderBy)));
        Assert.Equal((400, "42703", hint), (refusal.Status, refusal.Error.Code, refusal.Error.Hint));
    }

    [Fact]
    public void A_search_looks_into_readable_columns_but_not_into_bytes() =>
        Assert.EndsWith(
            "where (t.\"id\"::text collate pg_catalog.\"default\") ilike $1 or (t.\"kind\"::text collate pg_catalog.\"default\") ilike $1 or (t.\"odd \"\"n\"\"\"::text collate pg_catalog.\"default\") ilike $1",
            RowsSql.From(Table, search: true),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("a", "%a%")]
    [InlineData("100%", "%100\\%%")]
    [InlineData("a_b\\", "%a\\_b\\\\%")]
    public void Signs_of_patterns_are_looked_for_literally(string search, string pattern) => Assert.Equal(pattern, RowsSql.Pattern(search));

    [Fact]
    public void Values_come_from_one_parameter_read_as_the_columns_types() =>
        Assert.Equal(
            "insert into \"public\".\"t\" as t (\"odd \"\"n\"\"\", \"id\") select \"odd \"\"n\"\"\", \"id\" from json_to_record($1) as d(\"odd \"\"n\"\"\" app.\"Mood\"[], \"id\" integer) returning to_json(t.*)::text",
            RowsSql.Insert(Table, [Table.Columns[2], Table.Columns[0]]));

    [Fact]
    public void An_empty_row_is_made_of_defaults() =>
        Assert.Equal("insert into \"public\".\"t\" as t default values returning to_json(t.*)::text", RowsSql.Insert(Table, []));

    [Fact]
    public void A_change_names_the_whole_key() =>
        Assert.Equal(
            "update \"public\".\"t\" as t set \"kind\" = d.\"kind\" from json_to_record($1) as d(\"kind\" text), json_to_record($2) as k(\"kind\" text, \"id\" integer) where t.\"kind\" = k.\"kind\" and t.\"id\" = k.\"id\" returning to_json(t.*)::text",
            RowsSql.Update(Table, [Table.Columns[1]]));

    [Fact]
    public void A_deletion_names_the_whole_key() =>
        Assert.Equal(
            "delete from \"public\".\"t\" as t using json_to_record($1) as k(\"kind\" text, \"id\" integer) where t.\"kind\" = k.\"kind\" and t.\"id\" = k.\"id\" returning 1",
            RowsSql.Delete(Table));

    private static ColumnShape Column(short number, string name, string type, int key = 0, bool readable = true) =>
        new(number, name, type, true, null, key, false, '\0', false, null, readable);
}
