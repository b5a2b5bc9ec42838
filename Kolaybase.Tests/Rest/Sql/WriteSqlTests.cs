using System.Text;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Sql;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Sql;

public class WriteSqlTests
{
    private static readonly RestLimits Limits = new();
    private static readonly Planner Planner = new(Snapshots.Shop, "public", new RestLimits());
    private static readonly AffectedGuard Guard = new("secret-token ");

    [Theory]
    [InlineData("""{"name":1,"price":2}""", "", "INSERT INTO \"public\".\"items\" AS t (\"name\", \"price\") SELECT b.\"name\", b.\"price\" FROM pg_catalog.json_to_record($1) AS b(\"name\" text, \"price\" numeric(10,2))")]
    [InlineData("""[{"id":1}]""", "", "INSERT INTO \"public\".\"items\" AS t (\"id\") SELECT b.\"id\" FROM pg_catalog.json_to_recordset($1) AS b(\"id\" integer)")]
    [InlineData("""{"a\"b;":1}""", "", "INSERT INTO \"public\".\"items\" AS t (\"a\"\"b;\") SELECT b.\"a\"\"b;\" FROM pg_catalog.json_to_record($1) AS b(\"a\"\"b;\" public.\"mood 1\")")]
    [InlineData("{}", "", "INSERT INTO \"public\".\"items\" AS t DEFAULT VALUES")]
    [InlineData("[{},{}]", "", "INSERT INTO \"public\".\"items\" AS t SELECT FROM pg_catalog.json_array_elements($1) AS b")]
    [InlineData("[]", "", "INSERT INTO \"public\".\"items\" AS t SELECT FROM pg_catalog.json_array_elements($1) AS b")]
    [InlineData("""{"id":1}""", "return=representation", "INSERT INTO \"public\".\"items\" AS t (\"id\") SELECT b.\"id\" FROM pg_catalog.json_to_record($1) AS b(\"id\" integer) RETURNING t.\"id\", pg_catalog.to_json(t.\"price\")")]
    public void An_insert_is_one_statement_with_the_body_as_its_parameter(string body, string prefer, string expected)
    {
        var sql = InsertSql.Write(Planner.Insert("items", QueryParser.Parse("select=id,price", Limits), Preferences.Parse([prefer]), Payload(body)));

        Assert.Equal(expected, sql.Text);
        Assert.All(sql.Parameters, p => Assert.Equal((SqlParameterType.Json, body), (p.Type, Encoding.UTF8.GetString(((ReadOnlyMemory<byte>)p.Value).Span))));
    }

    [Theory]
    [InlineData("""{"name":1}""", "", "UPDATE \"public\".\"items\" AS t SET \"name\" = b.\"name\" FROM pg_catalog.json_to_record($1) AS b(\"name\" text) WHERE (t.\"id\" = $2)")]
    [InlineData("""[{"id":2,"name":1}]""", "", "UPDATE \"public\".\"items\" AS t SET \"id\" = b.\"id\", \"name\" = b.\"name\" FROM (SELECT * FROM pg_catalog.json_to_recordset($1) AS r(\"id\" integer, \"name\" text) LIMIT 1) AS b WHERE (t.\"id\" = $2)")]
    [InlineData("""{"name":1}""", "return=representation", "UPDATE \"public\".\"items\" AS t SET \"name\" = b.\"name\" FROM pg_catalog.json_to_record($1) AS b(\"name\" text) WHERE (t.\"id\" = $2) RETURNING t.\"id\"")]
    [InlineData("""{"name":1}""", "handling=strict,max-affected=3", "WITH w AS (UPDATE \"public\".\"items\" AS t SET \"name\" = b.\"name\" FROM pg_catalog.json_to_record($1) AS b(\"name\" text) WHERE (t.\"id\" = $2) RETURNING 1) SELECT pg_catalog.count(*) FROM w HAVING CASE WHEN pg_catalog.count(*) > $3 THEN ($4 || pg_catalog.count(*))::integer IS NULL ELSE true END")]
    public void An_update_reads_its_values_from_the_body(string body, string prefer, string expected) => Assert.Equal(
        expected,
        UpdateSql.Write(Planner.Update("items", QueryParser.Parse("id=eq.1&select=id", Limits), Preferences.Parse([prefer]), Payload(body)), Guard).Text);

    [Theory]
    [InlineData("id=eq.1", "", "DELETE FROM \"public\".\"items\" AS t WHERE (t.\"id\" = $1)")]
    [InlineData("id=eq.1", "return=representation", "DELETE FROM \"public\".\"items\" AS t WHERE (t.\"id\" = $1) RETURNING t.\"id\", pg_catalog.to_json(t.\"price\")")]
    [InlineData("", "max-affected=3, return=representation", "WITH w AS (DELETE FROM \"public\".\"items\" AS t RETURNING t.\"id\" AS c0, pg_catalog.to_json(t.\"price\") AS c1) SELECT * FROM w WHERE CASE WHEN (SELECT pg_catalog.count(*) FROM w) > $1 THEN ($2 || (SELECT pg_catalog.count(*) FROM w))::integer IS NULL ELSE true END")]
    public void A_deletion_is_bound_by_its_filters_and_its_limit(string query, string prefer, string expected) => Assert.Equal(
        expected,
        DeleteSql.Write(Planner.Delete("items", QueryParser.Parse("select=id,price&" + query, Limits), Preferences.Parse([prefer])), Guard).Text);

    [Theory]
    [InlineData("22P02", "invalid input syntax for type integer: \"secret-token 12\"", "12")]
    [InlineData("22P02", "invalid input syntax for type integer: \"12\"", null)]
    [InlineData("23505", "secret-token 12", null)]
    public void The_guards_error_is_told_from_others_by_its_token(string sqlState, string message, string? rows) => Assert.Equal(rows, Guard.Rows(sqlState, message));

    private static JsonPayload Payload(string body) => JsonPayloadParser.Parse(Encoding.UTF8.GetBytes(body), sameKeys: true, Limits);
}
