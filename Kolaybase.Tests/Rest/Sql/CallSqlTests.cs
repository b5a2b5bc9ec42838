using System.Text;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Sql;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Sql;

public class CallSqlTests
{
    /// <summary>The function, the query of its call, what stands behind FROM, and the parameters.</summary>
    public static TheoryData<string, string, string, string> Queries => new()
    {
        { "f() -> integer", "", "\"public\".\"f\"() AS t(pgrst_scalar)", "" },
        { "f(a integer) -> integer", "a=1", "\"public\".\"f\"(\"a\" := CAST($1 AS integer)) AS t(pgrst_scalar)", "1" },
        { "f(a integer, b text = ) -> setof items", "b=x&a=1", "\"public\".\"f\"(\"a\" := CAST($1 AS integer), \"b\" := CAST($2 AS text)) AS t", "1|x" },
        { "f(a integer, b text = ) -> setof items", "a=1", "\"public\".\"f\"(\"a\" := CAST($1 AS integer)) AS t", "1" },
        { "f(a text) -> point", "a=first&a=last", "\"public\".\"f\"(\"a\" := CAST($1 AS text)) AS t", "last" },
        { "f(VARIADIC v text[]) -> text", "v=hi&v=t\"he\\re", "\"public\".\"f\"(VARIADIC \"v\" := CAST($1 AS text[])) AS t(pgrst_scalar)", "{\"hi\",\"t\\\"he\\\\re\"}" },
        { "f() -> void", "", "\"public\".\"f\"() AS t", "" },
        { "f() -> record", "", "(SELECT \"public\".\"f\"() AS pgrst_scalar) AS t", "" },
        { "f(a\"b integer) -> point", "\"a\\\"b\"=1", "\"public\".\"f\"(\"a\"\"b\" := CAST($1 AS integer)) AS t", "1" },
    };

    [Theory, MemberData(nameof(Queries))]
    public void Texts_are_a_parameter_each_of_their_parameters_type(string function, string query, string from, string parameters)
    {
        var sql = From(function, new TextArguments(QueryParser.ParseCall(query, new RestLimits()).Arguments));

        Assert.Equal(from, sql.Text);
        Assert.Equal(parameters, string.Join('|', sql.Parameters.Select(p => p.Value)));
        Assert.All(sql.Parameters, p => Assert.Equal(SqlParameterType.Unknown, p.Type));
    }

    [Theory]
    [InlineData("f(a integer, b text = ) -> point", """{"b":"x","a":1}""", "pg_catalog.json_to_record($1) AS b(\"a\" integer, \"b\" text) CROSS JOIN LATERAL \"public\".\"f\"(\"a\" := b.\"a\", \"b\" := b.\"b\") AS t")]
    [InlineData("f(a integer, b text = ) -> point", """{"a":1}""", "pg_catalog.json_to_record($1) AS b(\"a\" integer) CROSS JOIN LATERAL \"public\".\"f\"(\"a\" := b.\"a\") AS t")]
    [InlineData("f(a integer) -> integer", """[{"a":1},{"a":2}]""", "(SELECT * FROM pg_catalog.json_to_recordset($1) AS a(\"a\" integer) LIMIT 1) AS b CROSS JOIN LATERAL \"public\".\"f\"(\"a\" := b.\"a\") AS t(pgrst_scalar)")]
    [InlineData("f(VARIADIC v text[]) -> text", """{"v":["a"]}""", "pg_catalog.json_to_record($1) AS b(\"v\" text[]) CROSS JOIN LATERAL \"public\".\"f\"(VARIADIC \"v\" := b.\"v\") AS t(pgrst_scalar)")]
    [InlineData("f(a integer) -> record", """{"a":1}""", "pg_catalog.json_to_record($1) AS b(\"a\" integer) CROSS JOIN LATERAL (SELECT \"public\".\"f\"(\"a\" := b.\"a\") AS pgrst_scalar) AS t")]
    [InlineData("f(jsonb) -> json", """{"a":1}""", "\"public\".\"f\"(CAST($1 AS jsonb)) AS t(pgrst_scalar)")]
    public void A_JSON_body_is_one_parameter(string function, string body, string from)
    {
        var sql = From(function, Json(body));

        Assert.Equal(from, sql.Text);
        var parameter = Assert.Single(sql.Parameters);
        Assert.Equal((SqlParameterType.Json, body), (parameter.Type, Encoding.UTF8.GetString(((ReadOnlyMemory<byte>)parameter.Value).Span)));
    }

    [Theory]
    [InlineData("f() -> point", "{}")]
    [InlineData("f(a integer = ) -> point", "{}")]
    [InlineData("f(a integer = ) -> point", "")]
    [InlineData("f() -> point", "[]")]
    public void A_body_that_names_nothing_is_not_sent(string function, string body)
    {
        var sql = From(function, Json(body));

        Assert.Equal("\"public\".\"f\"() AS t", sql.Text);
        Assert.Empty(sql.Parameters);
    }

    [Fact]
    public void No_body_is_an_empty_object_for_who_takes_it_as_it_is() =>
        Assert.Equal("{}", Encoding.UTF8.GetString(((ReadOnlyMemory<byte>)From("f(json) -> json", Json("")).Parameters[0].Value).Span));

    [Theory]
    [InlineData("f(text) -> text", RawKind.Text, "\"public\".\"f\"(CAST($1 AS text)) AS t(pgrst_scalar)", SqlParameterType.Text)]
    [InlineData("f(xml) -> xml", RawKind.Xml, "\"public\".\"f\"(CAST($1 AS xml)) AS t(pgrst_scalar)", SqlParameterType.Text)]
    [InlineData("f(bytea) -> void", RawKind.Bytes, "\"public\".\"f\"(CAST($1 AS bytea)) AS t", SqlParameterType.Bytea)]
    internal void A_raw_body_is_the_value_itself(string function, RawKind kind, string from, SqlParameterType type)
    {
        var sql = From(function, new RawArgument("<ü/>"u8.ToArray(), kind));

        Assert.Equal((from, type), (sql.Text, Assert.Single(sql.Parameters).Type));
    }

    [Theory]
    [InlineData("f() -> setof items", "f AS MATERIALIZED (SELECT c AS r FROM \"public\".\"f\"() AS c)", "SELECT (t.r).\"id\" FROM f AS t WHERE ((t.r).\"id\" > $1)")]
    [InlineData("f() -> setof point", "f AS MATERIALIZED (SELECT c.* FROM \"public\".\"f\"() AS c)", "SELECT t.\"x\" FROM f AS t WHERE (t.\"x\" > $1)")]
    [InlineData("f() -> setof integer", "f AS MATERIALIZED (SELECT c.* FROM \"public\".\"f\"() AS c(pgrst_scalar))", "SELECT t.\"pgrst_scalar\" FROM f AS t WHERE (t.\"pgrst_scalar\" > $1)")]
    public void Rows_that_are_looked_at_twice_are_called_once(string function, string expression, string rows)
    {
        var source = Source(function, Json(""), shared: true);
        var column = source.Columns[0].Name;
        var plan = new RowsPlanner(Routines.Snapshot(function), "public", null, aggregates: true)
            .Plan(source, QueryParser.Parse($"select={column}&{column}=gt.1", new RestLimits()), QueryParser.Parse($"{column}=gt.1", new RestLimits()).Root);

        Assert.Equal(expression, new SqlBuilder().AddCalled(source).Build().Text);
        Assert.Equal(rows, new SqlBuilder().AddRows(plan, OutputNames.None).Build().Text);
    }

    [Fact]
    public void Nothing_of_void_is_a_row_all_the_same() =>
        Assert.Equal("f AS MATERIALIZED (SELECT  FROM \"public\".\"f\"() AS c)", new SqlBuilder().AddCalled(Source("f() -> void", Json(""), shared: true)).Build().Text);

    private static SqlStatement From(string function, CallArguments arguments) => new SqlBuilder().AddCallSource(Source(function, arguments, shared: false), "t").Build();

    private static CallSource Source(string function, CallArguments arguments, bool shared) =>
        new(RoutineFinder.Find(Routines.Snapshot(function), "public", "f", arguments), arguments, shared);

    private static JsonArguments Json(string body) => JsonArgumentsParser.Parse(Encoding.UTF8.GetBytes(body), null, new RestLimits());
}
