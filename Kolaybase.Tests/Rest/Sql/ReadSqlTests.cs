using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Sql;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Sql;

public class ReadSqlTests
{
    private const string From = " FROM \"public\".\"items\" AS t";

    /// <summary>Query, what follows FROM, and the parameters.</summary>
    public static TheoryData<string, string, string> Conditions => new()
    {
        { "", "", "" },
        { "id=eq.1", " WHERE (t.\"id\" = $1)", "1" },
        { "id=not.eq.1", " WHERE NOT (t.\"id\" = $1)", "1" },
        { "id=neq.1&name=gt.a", " WHERE (t.\"id\" <> $1) AND (t.\"name\" > $2)", "1|a" },
        { "id=gte.1&id=lt.5&id=lte.4", " WHERE (t.\"id\" >= $1) AND (t.\"id\" < $2) AND (t.\"id\" <= $3)", "1|5|4" },
        { "name=like.*a*", " WHERE (t.\"name\" LIKE $1)", "%a%" },
        { "name=ilike.a%25_", " WHERE (t.\"name\" ILIKE $1)", "a%_" },
        { "name=match.^a*", " WHERE (t.\"name\" ~ $1)", "^a*" },
        { "name=eq.*", " WHERE (t.\"name\" = $1)", "*" },
        { "name=isdistinct.x", " WHERE (t.\"name\" IS DISTINCT FROM $1)", "x" },
        { "id=in.(1,2)", " WHERE (t.\"id\" = ANY ($1))", "{\"1\",\"2\"}" },
        { "id=not.in.(\"a\\\"b\",c\\d)", " WHERE NOT (t.\"id\" = ANY ($1))", "{\"a\\\"b\",\"c\\\\d\"}" },
        { "id=in.()", " WHERE (t.\"id\" = ANY ($1))", "{}" },
        { "id=is.null&name=not.is.true", " WHERE (t.\"id\" IS NULL) AND NOT (t.\"name\" IS TRUE)", "" },
        { "id=is.not_null&name=is.false", " WHERE (t.\"id\" IS NOT NULL) AND (t.\"name\" IS FALSE)", "" },
        { "name=is.unknown", " WHERE (t.\"name\" IS UNKNOWN)", "" },
        { "or=(id.eq.1,not.and(id.gt.2,name.eq.x))", " WHERE ((t.\"id\" = $1) OR NOT ((t.\"id\" > $2) AND (t.\"name\" = $3)))", "1|2|x" },
        { "name=eq.'; DROP TABLE items; --", " WHERE (t.\"name\" = $1)", "'; DROP TABLE items; --" },
        { "order=id.desc.nullslast,name", " ORDER BY t.\"id\" DESC NULLS LAST, t.\"name\"", "" },
        { "order=id.asc.nullsfirst", " ORDER BY t.\"id\" ASC NULLS FIRST", "" },
        { "limit=5", " LIMIT 5", "" },
        { "offset=10", " OFFSET $1", "10" },
        { "offset=0&limit=0", " LIMIT 0", "" },
        { "id=eq.1&order=id&limit=5&offset=10", " WHERE (t.\"id\" = $1) ORDER BY t.\"id\" LIMIT 5 OFFSET $2", "1|10" },
    };

    [Theory, MemberData(nameof(Conditions))]
    public void Conditions_order_and_page_become_SQL(string query, string tail, string parameters)
    {
        var sql = ReadSql.Write(Plan("select=id&" + query), AnswerFormat.Array);

        Assert.Equal("SELECT t.\"id\"" + From + tail, sql.Text);
        Assert.Equal(parameters, string.Join('|', sql.Parameters.Select(p => p.Value)));
    }

    [Theory]
    [InlineData("", "t.\"id\", t.\"name\", pg_catalog.to_json(t.\"price\"), pg_catalog.to_json(t.\"a\"\"b;\")")]
    [InlineData("select=x:name,name", "t.\"name\", t.\"name\"")]
    [InlineData("select=price::text", "CAST(t.\"price\" AS text)")]
    [InlineData("select=id::float8", "pg_catalog.to_json(CAST(t.\"id\" AS double precision))")]
    [InlineData("select=name::mood", "pg_catalog.to_json(CAST(t.\"name\" AS \"public\".\"mood\"))")]
    [InlineData("select=", "1 AS c0")]
    public void Plain_types_come_as_they_are_and_others_as_JSON(string query, string list) =>
        Assert.Equal("SELECT " + list + From, ReadSql.Write(Plan(query), AnswerFormat.Array).Text);

    [Fact]
    public void A_head_counts_the_page_and_is_refused_what_the_page_is_refused() => Assert.Equal(
        "SELECT pg_catalog.count(*) FROM (SELECT t.\"id\" AS c0, pg_catalog.to_json(t.\"price\") AS c1" + From + " WHERE (t.\"id\" > $1) LIMIT 3) AS page",
        ReadSql.Write(Plan("select=id,price&id=gt.1&limit=3", headOnly: true), AnswerFormat.Array).Text);

    [Fact]
    public void A_count_ignores_order_and_page() => Assert.Equal(
        "SELECT pg_catalog.count(*)" + From + " WHERE (t.\"id\" > $1)",
        CountSql.Write(Plan("id=gt.1&order=id&limit=3&offset=1", preferences: "count=exact"), 1000).Single().Text);

    [Fact]
    public void Values_are_of_unknown_type_and_numbers_of_our_own_are_typed() => Assert.Equal(
        [SqlParameterType.Unknown, SqlParameterType.Unknown, SqlParameterType.Int8],
        ReadSql.Write(Plan("id=eq.1&id=in.(2)&limit=1&offset=1"), AnswerFormat.Array).Parameters.Select(p => p.Type));

    private static ReadPlan Plan(string query, bool headOnly = false, string preferences = "") =>
        new Planner(Snapshots.Shop, "public", new RestLimits()).Read("items", QueryParser.Parse(query, new RestLimits()), Preferences.Parse([preferences]), null, headOnly);
}
