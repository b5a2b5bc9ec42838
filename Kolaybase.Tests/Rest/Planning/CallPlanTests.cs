using System.Text;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;
using Kolaybase.Api.Rest.Sql;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Planning;

/// <summary>Plans of calls, and the statements that they become.</summary>
public class CallPlanTests
{
    private const string Singular = "application/vnd.pgrst.object+json";

    [Theory]
    [InlineData(Volatility.Volatile, true, true)]
    [InlineData(Volatility.Stable, true, true)]
    [InlineData(Volatility.Volatile, false, false)]
    [InlineData(Volatility.Stable, false, true)]
    [InlineData(Volatility.Immutable, false, true)]
    internal void What_promises_not_to_write_is_held_to_it(Volatility volatility, bool reads, bool readOnly) =>
        Assert.Equal(readOnly, Plan("f() -> integer", volatility: volatility, reads: reads).ReadOnly);

    [Theory]
    [InlineData("setof items", 1000L)]
    [InlineData("setof integer", 1000L)]
    [InlineData("items", null)]
    [InlineData("integer", null)]
    public void Only_sets_are_capped(string result, long? limit) => Assert.Equal(limit, Plan($"f() -> {result}", rowCap: 1000).Rows.Limit);

    [Theory]
    [InlineData("", "", false)]
    [InlineData("count=exact", "", true)]
    [InlineData("handling=strict, max-affected=3", "", true)]
    [InlineData("max-affected=3", "", false)]
    [InlineData("", Singular, true)]
    public void Rows_that_are_counted_or_guarded_are_shared(string prefer, string accept, bool shared) =>
        Assert.Equal(shared, Plan("f() -> setof items", prefer: prefer, accept: accept).Source.Shared);

    [Fact]
    public void Where_nothing_can_be_written_nothing_is_guarded() =>
        Assert.False(Plan("f() -> setof items", accept: Singular, volatility: Volatility.Stable) is { GuardsSingular: true } or { Source.Shared: true });

    [Theory]
    [InlineData("f() -> items")]
    [InlineData("f() -> integer")]
    [InlineData("f() -> void")]
    public void A_limit_of_rows_needs_a_set(string function) => Refusals.AssertIs(
        Refusals.Of(() => Plan(function, prefer: "handling=strict, max-affected=1")),
        400,
        "PGRST128",
        "Function must return SETOF or TABLE when max-affected preference is used with handling=strict");

    [Fact]
    public void Settings_of_the_function_are_those_of_its_transaction()
    {
        var plan = Plan("f() -> integer", settings: [("statement_timeout", "1s"), ("default_transaction_isolation", "serializable")]);

        Assert.Equal((1_000, "SERIALIZABLE"), (plan.StatementMilliseconds, plan.Isolation));
    }

    [Theory]
    [InlineData("f() -> setof items", "select=id&id=gt.1&limit=2", "", "", "SELECT t.\"id\" FROM \"public\".\"f\"() AS t WHERE (t.\"id\" > $1) LIMIT 2")]
    [InlineData("f() -> integer", "", "", "", "SELECT t.\"pgrst_scalar\" FROM \"public\".\"f\"() AS t(pgrst_scalar)")]
    [InlineData("f() -> integer", "select=", "", "", "SELECT t.\"pgrst_scalar\" FROM \"public\".\"f\"() AS t(pgrst_scalar)")]
    [InlineData("f() -> record", "", "", "", "SELECT pg_catalog.to_json(t.\"pgrst_scalar\") FROM (SELECT \"public\".\"f\"() AS pgrst_scalar) AS t")]
    [InlineData("f() -> void", "select=x", "", "", "SELECT 1 AS c0 FROM \"public\".\"f\"() AS t")]
    [InlineData("f() -> point", "", "", "", "SELECT t.\"x\", t.\"y\" FROM \"public\".\"f\"() AS t")]
    [InlineData(
        "f() -> setof point",
        "x=gt.1&limit=2",
        "count=exact",
        "",
        "WITH f AS MATERIALIZED (SELECT c.* FROM \"public\".\"f\"() AS c), p AS MATERIALIZED (SELECT t.\"x\", t.\"y\" FROM f AS t WHERE (t.\"x\" > $1) LIMIT 2) "
        + "SELECT q.*, n.total FROM (SELECT pg_catalog.count(*) AS total FROM f AS t WHERE (t.\"x\" > $2)) AS n LEFT JOIN (SELECT p.*, true FROM p) AS q ON true")]
    public void A_call_is_one_statement(string function, string query, string prefer, string accept, string sql) => Assert.Equal(sql, Sql(Plan(function, query, prefer, accept)));

    [Fact]
    public void Limits_are_checked_before_the_first_row()
    {
        var sql = Sql(Plan("f() -> setof point", prefer: "handling=strict, max-affected=3", accept: Singular));

        Assert.StartsWith("WITH f AS MATERIALIZED (SELECT c.* FROM \"public\".\"f\"() AS c), p AS MATERIALIZED (SELECT t.\"x\", t.\"y\" FROM f AS t) SELECT p.* FROM p WHERE CASE", sql, StringComparison.Ordinal);
        Assert.Contains("(SELECT pg_catalog.count(*) FROM f) > ", sql, StringComparison.Ordinal);
        Assert.Contains("(SELECT pg_catalog.count(*) FROM p) <> ", sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "SELECT (SELECT pg_catalog.count(*) FROM (SELECT t.\"x\" AS c0, t.\"y\" AS c1 FROM \"public\".\"f\"() AS t LIMIT 1) AS page)")]
    [InlineData("count=exact", "WITH f AS MATERIALIZED (SELECT c.* FROM \"public\".\"f\"() AS c) SELECT (SELECT pg_catalog.count(*) FROM (SELECT t.\"x\" AS c0, t.\"y\" AS c1 FROM f AS t LIMIT 1) AS page), (SELECT pg_catalog.count(*) FROM f AS t)")]
    public void A_head_gives_numbers(string prefer, string sql) => Assert.Equal(sql, Sql(Plan("f() -> setof point", "limit=1", prefer, headOnly: true)));

    [Theory]
    [InlineData(Volatility.Volatile, "OPTIONS,POST")]
    [InlineData(Volatility.Stable, "OPTIONS,GET,HEAD,POST")]
    internal void What_may_write_is_posted_to(Volatility volatility, string methods) =>
        Assert.Equal(methods, new Planner(Snapshot("f(a integer) -> integer", volatility), "public", new RestLimits()).CallMethods("f"));

    private static string Sql(CallPlan plan) => CallQuerySql.Write(plan, new AffectedGuard("token ")).Text;

    private static CallPlan Plan(
        string function,
        string query = "",
        string prefer = "",
        string accept = "",
        Volatility volatility = Volatility.Volatile,
        bool reads = false,
        bool headOnly = false,
        long? rowCap = null,
        params (string Name, string Value)[] settings)
    {
        var arguments = JsonArgumentsParser.Parse(Encoding.UTF8.GetBytes(""), null, new RestLimits());
        var request = new CallRequest("f", arguments, QueryParser.Parse(query, new RestLimits()), Preferences.Parse([prefer]), AcceptHeader.Parse(accept), rowCap, reads, headOnly);
        return new Planner(Snapshot(function, volatility, settings), "public", new RestLimits()).Call(request);
    }

    private static SchemaSnapshot Snapshot(string function, Volatility volatility, params (string Name, string Value)[] settings) =>
        new(7, [Snapshots.Items], [], [Routines.Parse(function, volatility, settings)]);
}
