using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Sql;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Sql;

public class ChangeSqlTests
{
    private const string Set = "UPDATE \"public\".\"accounts\" AS t SET \"name\" = b.\"name\" FROM pg_catalog.json_to_record($1) AS b(\"name\" text)";

    [Theory]
    [InlineData("accounts?id=eq.1", """{"name":1}""", "", Set + " WHERE (t.\"id\" = $2)")]
    [InlineData("accounts?id=eq.1", """[{"id":2,"name":1}]""", "", "UPDATE \"public\".\"accounts\" AS t SET \"id\" = b.\"id\", \"name\" = b.\"name\" FROM (SELECT * FROM pg_catalog.json_to_recordset($1) AS r(\"id\" integer, \"name\" text) LIMIT 1) AS b WHERE (t.\"id\" = $2)")]
    [InlineData("accounts?id=eq.1", """{"color":"#fff"}""", "", "UPDATE \"public\".\"accounts\" AS t SET \"color\" = \"public\".\"color_from_json\"(b.\"color\") FROM pg_catalog.json_to_record($1) AS b(\"color\" pg_catalog.json) WHERE (t.\"id\" = $2)")]
    [InlineData("accounts?id=eq.1&select=id", """{"name":1}""", "return=representation", Set + " WHERE (t.\"id\" = $2) RETURNING t.\"id\"")]
    [InlineData("accounts?id=eq.1", """{"name":1}""", "handling=strict,max-affected=3", "WITH w AS (" + Set + " WHERE (t.\"id\" = $2) RETURNING 1) SELECT pg_catalog.count(*) FROM w WHERE CASE WHEN (SELECT pg_catalog.count(*) FROM w) > $3 THEN pg_catalog.concat($4, 'm', (SELECT pg_catalog.count(*) FROM w), '/', $5)::integer IS NULL ELSE true END")]
    public void An_update_reads_its_values_from_the_body(string path, string body, string prefer, string expected) =>
        Assert.Equal(expected, UpdateSql.Of(Ledger.Update(path, body, prefer), AnswerFormat.Array).Write(Ledger.Guard).Text);

    [Theory]
    [InlineData("""{"name":1}""", "UPDATE \"public\".\"accounts\" AS t SET \"name\" = b.\"name\", \"color\" = DEFAULT FROM pg_catalog.json_to_record($1) AS b(\"name\" text) WHERE (t.\"id\" = $2)")]
    [InlineData("""{"id":1}""", "UPDATE \"public\".\"accounts\" AS t SET \"name\" = DEFAULT, \"color\" = DEFAULT WHERE (t.\"id\" = $1)")]
    public void What_is_missing_gets_its_default(string body, string expected) =>
        Assert.Equal(expected, UpdateSql.Of(Ledger.Update("accounts?id=eq.1&columns=name,color", body, "missing=default"), AnswerFormat.Array).Write(Ledger.Guard).Text);

    [Theory]
    [InlineData("accounts?id=eq.1", "", "DELETE FROM \"public\".\"accounts\" AS t WHERE (t.\"id\" = $1)")]
    [InlineData("accounts?color=eq.red&select=id,color", "return=representation", "DELETE FROM \"public\".\"accounts\" AS t WHERE (t.\"color\" = \"public\".\"color_from_text\"($1)) RETURNING t.\"id\", \"public\".\"color_to_json\"(t.\"color\")")]
    [InlineData("entries?select=amount", "max-affected=3, return=representation", "WITH w AS (DELETE FROM \"public\".\"entries\" AS t RETURNING t.\"amount\"), r AS (SELECT pg_catalog.to_json(t.\"amount\") FROM w AS t) SELECT * FROM r WHERE CASE WHEN (SELECT pg_catalog.count(*) FROM w) > $1 THEN pg_catalog.concat($2, 'm', (SELECT pg_catalog.count(*) FROM w), '/', $3)::integer IS NULL ELSE true END")]
    public void A_deletion_is_bound_by_its_filters_and_its_limit(string path, string prefer, string expected) =>
        Assert.Equal(expected, DeleteSql.Of(Ledger.Delete(path, prefer), AnswerFormat.Array).Write(Ledger.Guard).Text);

    [Theory]
    [InlineData("accounts?name=eq.a&order=id&limit=2&offset=1", Set + ", (SELECT t.\"id\" AS k0 FROM \"public\".\"accounts\" AS t WHERE (t.\"name\" = $2) ORDER BY t.\"id\" LIMIT $3 OFFSET $4 FOR UPDATE) AS p WHERE t.\"id\" = p.k0 AND (t.\"name\" = $5) RETURNING 1)")]
    [InlineData("scraps?order=name&limit=2", "UPDATE \"public\".\"scraps\" AS t SET \"name\" = b.\"name\" FROM pg_catalog.json_to_record($1) AS b(\"name\" text), (SELECT t.ctid AS k0, t.tableoid AS k1 FROM \"public\".\"scraps\" AS t ORDER BY t.\"name\" LIMIT $2 FOR UPDATE) AS p WHERE t.ctid = p.k0 AND t.tableoid = p.k1 RETURNING 1)")]
    [InlineData("names?order=name&limit=2", "UPDATE \"public\".\"names\" AS t SET \"name\" = b.\"name\" FROM pg_catalog.json_to_record($1) AS b(\"name\" text), (SELECT t.\"id\" AS k0 FROM \"public\".\"names\" AS t ORDER BY t.\"name\" LIMIT $2) AS p WHERE t.\"id\" = p.k0 RETURNING 1)")]
    public void A_limited_update_locks_the_rows_that_it_picks_where_it_may(string path, string expected) =>
        Assert.StartsWith("WITH w AS (" + expected, UpdateSql.Of(Ledger.Update(path, """{"name":"x"}"""), AnswerFormat.Array).Write(Ledger.Guard).Text, StringComparison.Ordinal);

    [Fact]
    public void A_limited_deletion_looks_at_its_filters_again()
    {
        var sql = DeleteSql.Of(Ledger.Delete("entries?amount=gt.1&order=amount&limit=2"), AnswerFormat.Array).Write(Ledger.Guard);

        Assert.Equal(
            "WITH w AS (DELETE FROM \"public\".\"entries\" AS t USING (SELECT t.\"account\" AS k0, t.\"line\" AS k1 FROM \"public\".\"entries\" AS t WHERE (t.\"amount\" > $1) ORDER BY t.\"amount\" LIMIT $2) AS p "
            + "WHERE t.\"account\" = p.k0 AND t.\"line\" = p.k1 AND (t.\"amount\" > $3) RETURNING 1) SELECT pg_catalog.count(*) FROM w "
            + "WHERE CASE WHEN (SELECT pg_catalog.count(*) FROM w) > $4 THEN pg_catalog.concat($5, 'l', (SELECT pg_catalog.count(*) FROM w), '/', $6)::integer IS NULL ELSE true END",
            sql.Text);
    }

    [Fact]
    public void The_same_shape_is_the_same_text()
    {
        var one = DeleteSql.Of(Ledger.Delete("entries?amount=gt.1&order=amount&limit=2", "handling=strict, max-affected=7"), AnswerFormat.Object).Write(Ledger.Guard);
        var other = DeleteSql.Of(Ledger.Delete("entries?amount=gt.99&order=amount&limit=50", "handling=strict, max-affected=8"), AnswerFormat.Object).Write(Ledger.Guard);

        Assert.Equal(one.Text, other.Text);
    }
}
