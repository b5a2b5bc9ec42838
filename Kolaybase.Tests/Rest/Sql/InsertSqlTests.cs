using System.Text;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Sql;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Sql;

public class InsertSqlTests
{
    private const string Into = "INSERT INTO \"public\".\"accounts\" AS t (\"name\") SELECT b.\"name\" FROM pg_catalog.json_to_record($1) AS b(\"name\" text)";

    [Theory]
    [InlineData("accounts", """{"name":1,"id":2}""", "INSERT INTO \"public\".\"accounts\" AS t (\"name\", \"id\") SELECT b.\"name\", b.\"id\" FROM pg_catalog.json_to_record($1) AS b(\"name\" text, \"id\" integer)")]
    [InlineData("accounts", """[{"id":1}]""", "INSERT INTO \"public\".\"accounts\" AS t (\"id\") SELECT b.\"id\" FROM pg_catalog.json_to_recordset($1) AS b(\"id\" integer)")]
    [InlineData("accounts", """{"color":"#fff"}""", "INSERT INTO \"public\".\"accounts\" AS t (\"color\") SELECT \"public\".\"color_from_json\"(b.\"color\") FROM pg_catalog.json_to_record($1) AS b(\"color\" pg_catalog.json)")]
    [InlineData("accounts", "{}", "INSERT INTO \"public\".\"accounts\" AS t DEFAULT VALUES")]
    [InlineData("accounts", "[{},{}]", "INSERT INTO \"public\".\"accounts\" AS t SELECT FROM pg_catalog.json_array_elements($1) AS b")]
    [InlineData("accounts", "[]", "INSERT INTO \"public\".\"accounts\" AS t SELECT FROM pg_catalog.json_array_elements($1) AS b")]
    public void An_insert_is_one_statement_with_the_body_as_its_parameter(string path, string body, string expected)
    {
        var sql = InsertSql.Of(Ledger.Insert(path, body), AnswerFormat.Array).Write(Ledger.Guard);

        Assert.Equal(expected, sql.Text);
        Assert.All(sql.Parameters, p => Assert.Equal((SqlParameterType.Json, body), (p.Type, Encoding.UTF8.GetString(((ReadOnlyMemory<byte>)p.Value).Span))));
    }

    [Theory]
    [InlineData("select=id,name", Into + " RETURNING t.\"id\", t.\"name\"")]
    [InlineData("select=shout", Into + " RETURNING \"public\".\"shout\"(t)")]
    [InlineData("select=", Into + " RETURNING 1 AS c0")]
    [InlineData("select=id&order=name.desc", "WITH w AS (" + Into + " RETURNING t.\"id\", t.\"name\") SELECT t.\"id\" FROM w AS t ORDER BY t.\"name\" DESC")]
    [InlineData("select=id&order=shout", "WITH w AS (" + Into + " RETURNING t AS r) SELECT (t.r).\"id\" FROM w AS t ORDER BY \"public\".\"shout\"(t.r)")]
    [InlineData("select=name,entries(amount)", "WITH w AS (" + Into + " RETURNING t.\"id\", t.\"name\") SELECT t.\"name\", (SELECT COALESCE(pg_catalog.json_agg(t1r), '[]') AS j FROM (SELECT t1.\"amount\" AS \"amount\" FROM \"public\".\"entries\" AS t1 WHERE t.\"id\" = t1.\"account\") AS t1r) FROM w AS t")]
    [InlineData("select=count()", "WITH w AS (" + Into + " RETURNING 1) SELECT pg_catalog.count(*) FROM w AS t")]
    public void Rows_come_back_by_RETURNING_when_they_are_plain_and_by_a_query_over_it_else(string query, string expected) =>
        Assert.Equal(expected, InsertSql.Of(Ledger.Insert("accounts?" + query, """{"name":"x"}""", "return=representation"), AnswerFormat.Array).Write(Ledger.Guard).Text);

    [Theory]
    [InlineData("accounts", """{"name":"x"}""", "WITH w AS (" + Into + " RETURNING t.\"id\" AS k0) SELECT pg_catalog.count(*), pg_catalog.min(pg_catalog.to_json(w.k0) #>> '{}') FROM w")]
    [InlineData("scraps", "{}", "INSERT INTO \"public\".\"scraps\" AS t DEFAULT VALUES")]
    public void The_key_of_a_single_row_comes_back_when_only_headers_are_wanted(string table, string body, string expected) =>
        Assert.Equal(expected, InsertSql.Of(Ledger.Insert(table, body, "return=headers-only"), AnswerFormat.Array).Write(Ledger.Guard).Text);

    [Fact]
    public void One_object_that_is_no_single_row_undoes_the_insert_whether_it_comes_back_or_not()
    {
        Assert.Equal(
            "WITH w AS (" + Into + " RETURNING 1) SELECT pg_catalog.count(*) FROM w WHERE CASE WHEN (SELECT pg_catalog.count(*) FROM w) <> $2 "
            + "THEN pg_catalog.concat($3, 's', (SELECT pg_catalog.count(*) FROM w), '/', $4)::integer IS NULL ELSE true END",
            InsertSql.Of(Ledger.Insert("accounts", """{"name":"x"}"""), AnswerFormat.Object).Write(Ledger.Guard).Text);
        Assert.StartsWith(
            "WITH w AS (" + Into + " RETURNING t.\"id\"), r AS (SELECT t.\"id\" FROM w AS t) SELECT * FROM r WHERE CASE WHEN (SELECT pg_catalog.count(*) FROM r) <> $2 ",
            InsertSql.Of(Ledger.Insert("accounts?select=id", """{"name":"x"}""", "return=representation"), AnswerFormat.Object).Write(Ledger.Guard).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_is_taken_row_by_row_where_a_key_is_missing() => Assert.Equal(
        "INSERT INTO \"public\".\"accounts\" AS t (\"id\", \"name\", \"color\") SELECT "
        + "CASE WHEN $1 = ANY (k.keys) THEN b.\"id\" ELSE pg_catalog.nextval(pg_catalog.pg_get_serial_sequence($2, $1)::pg_catalog.regclass) END, "
        + "CASE WHEN $3 = ANY (k.keys) THEN b.\"name\" ELSE ('unnamed'::text) END, \"public\".\"color_from_json\"(b.\"color\") "
        + "FROM pg_catalog.json_array_elements($4) AS e(j) CROSS JOIN LATERAL (SELECT ARRAY(SELECT pg_catalog.json_object_keys(e.j)) AS keys OFFSET 0) AS k "
        + "CROSS JOIN LATERAL pg_catalog.json_to_record(e.j) AS b(\"id\" integer, \"name\" text, \"color\" pg_catalog.json)",
        InsertSql.Of(Ledger.Insert("accounts?columns=id,name,color", """[{"id":1},{}]""", "missing=default"), AnswerFormat.Array).Write(Ledger.Guard).Text);

    [Theory]
    [InlineData("""{"name":"x"}""", "", "(\"name\") SELECT b.\"name\" FROM pg_catalog.json_to_record($1) AS b(\"name\" text)")]
    [InlineData("""{"other":"x"}""", "", "DEFAULT VALUES")]
    [InlineData("""{"other":"x"}""", ", resolution=ignore-duplicates", "DEFAULT VALUES ON CONFLICT (\"id\") DO NOTHING")]
    public void What_one_object_leaves_out_is_left_out(string body, string prefer, string expected) => Assert.Equal(
        "INSERT INTO \"public\".\"accounts\" AS t " + expected,
        InsertSql.Of(Ledger.Insert("accounts?columns=id,name", body, "missing=default" + prefer), AnswerFormat.Array).Write(Ledger.Guard).Text);

    [Theory]
    [InlineData("accounts", """[{"id":1,"name":"x"}]""", "(\"id\", \"name\") SELECT b.\"id\", b.\"name\" FROM pg_catalog.json_to_recordset($1) AS b(\"id\" integer, \"name\" text) WHERE " + InsertMark.Read + " ON CONFLICT (\"id\") DO UPDATE SET \"id\" = EXCLUDED.\"id\", \"name\" = EXCLUDED.\"name\" WHERE " + InsertMark.Replaced)]
    [InlineData("accounts?on_conflict=name", """{"name":"x"}""", "(\"name\") SELECT b.\"name\" FROM pg_catalog.json_to_record($1) AS b(\"name\" text) WHERE " + InsertMark.Read + " ON CONFLICT (\"name\") DO UPDATE SET \"name\" = EXCLUDED.\"name\" WHERE " + InsertMark.Replaced)]
    [InlineData("accounts", "{}", "DEFAULT VALUES ON CONFLICT (\"id\") DO NOTHING")]
    [InlineData("accounts?columns=id,name", """{"name":"x"}""", "(\"name\") SELECT b.\"name\" FROM pg_catalog.json_to_record($1) AS b(\"name\" text) WHERE " + InsertMark.Read + " ON CONFLICT (\"id\") DO UPDATE SET \"id\" = EXCLUDED.\"id\", \"name\" = EXCLUDED.\"name\" WHERE " + InsertMark.Replaced)]
    public void An_upsert_replaces_what_is_there_and_is_asked_whether_anything_was_new(string path, string body, string expected)
    {
        var statements = InsertSql.Of(Ledger.Insert(path, body, "resolution=merge-duplicates, missing=default"), AnswerFormat.Array).Statements(Ledger.Guard);

        Assert.Equal(["WITH w AS (INSERT INTO \"public\".\"accounts\" AS t " + expected + " RETURNING " + InsertMark.Returned + " AS \"inserted\") SELECT pg_catalog.count(*) FROM w", InsertMark.Told.Text], statements.Select(s => s.Text));
    }

    [Theory]
    [InlineData("accounts", "{}", false)]
    [InlineData("scraps", "{}", false)]
    public void What_answers_with_a_number_says_so(string table, string body, bool counted)
    {
        Assert.Equal(counted, InsertSql.Of(Ledger.Insert(table, body), AnswerFormat.Array).IsCounted);
        Assert.True(InsertSql.Of(Ledger.Insert(table, body), AnswerFormat.Object).IsCounted);
        Assert.False(InsertSql.Of(Ledger.Insert(table, body, "return=representation"), AnswerFormat.Object).IsCounted);
    }
}
