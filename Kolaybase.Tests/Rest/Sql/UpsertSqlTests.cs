using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Sql;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Sql;

public class UpsertSqlTests
{
    private const string Head =
        "WITH b AS (SELECT t.* FROM (SELECT b.\"id\" AS \"id\", \"public\".\"color_from_json\"(b.\"color\") AS \"color\" FROM pg_catalog.json_to_record($1) AS b(\"id\" integer, \"color\" pg_catalog.json)) AS t WHERE (t.\"id\" = $2)), "
        + "w AS (INSERT INTO \"public\".\"accounts\" AS t (\"id\", \"color\") SELECT \"id\", \"color\" FROM b WHERE " + InsertMark.Read
        + " ON CONFLICT (\"id\") DO UPDATE SET \"id\" = EXCLUDED.\"id\", \"color\" = EXCLUDED.\"color\" WHERE " + InsertMark.Replaced + " RETURNING ";

    [Theory]
    [InlineData("", Head + InsertMark.Returned + " AS \"inserted\") SELECT pg_catalog.count(*) FROM w WHERE CASE WHEN (SELECT pg_catalog.count(*) FROM b) <> $3 THEN pg_catalog.concat($4, 'k', (SELECT pg_catalog.count(*) FROM b), '/', $5)::integer IS NULL ELSE true END")]
    [InlineData("return=representation", Head + "t.\"id\", " + InsertMark.Returned + " AS \"inserted\"), r AS (SELECT t.\"id\" FROM w AS t) SELECT * FROM r WHERE CASE WHEN (SELECT pg_catalog.count(*) FROM b) <> $3 THEN pg_catalog.concat($4, 'k', (SELECT pg_catalog.count(*) FROM b), '/', $5)::integer IS NULL ELSE true END")]
    public void One_row_of_the_body_has_the_key_of_the_URL(string prefer, string expected) =>
        Assert.Equal(expected, UpsertSql.Of(Ledger.Upsert("accounts?id=eq.1&select=id", """{"id":1,"color":"#fff"}""", prefer), AnswerFormat.Array).Write(Ledger.Guard).Text);
}
