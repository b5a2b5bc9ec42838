using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Planning;

public class PlannerTests
{
    private static readonly RestLimits Limits = new();
    private static readonly Planner Planner = new(Snapshots.Shop, "public", new RestLimits());

    [Fact]
    public void All_columns_are_taken_for_a_star() =>
        Assert.Equal(["id", "name", "price", "a\"b;"], Read("").Rows.Output.Select(o => o.Key));

    [Fact]
    public void An_alias_names_the_key_and_a_cast_the_form()
    {
        var output = Assert.Single(Read("select=n:price::text").Rows.Output.Cast<OutputColumn>());

        Assert.Equal(("n", "price", "text", JsonForm.Text), (output.Key, output.Field.Column.Name, output.Cast!.Sql, output.Form));
    }

    [Theory]
    [InlineData("int", "integer", "Int4")]
    [InlineData("INTEGER", "integer", "Int4")]
    [InlineData("double precision", "double precision", "ToJson")]
    [InlineData("timestamptz", "timestamp with time zone", "ToJson")]
    [InlineData("jsonb", "jsonb", "Jsonb")]
    [InlineData("date", "date", "ToJson")]
    [InlineData("mood", "\"public\".\"mood\"", "ToJson")]
    [InlineData("My Type", "\"public\".\"My Type\"", "ToJson")]
    public void A_cast_goes_to_a_type_of_PostgreSQL_or_of_the_schema(string name, string sql, string form) =>
        Assert.Equal((sql, form), CastType.Resolve(name, "public") is var cast ? (cast.Sql, cast.Form.ToString()) : default);

    [Theory]
    [InlineData("", null, null)]
    [InlineData("", 1000L, 1000L)]
    [InlineData("limit=10", 1000L, 10L)]
    [InlineData("limit=5000", 1000L, 1000L)]
    [InlineData("limit=5000", null, 5000L)]
    [InlineData("limit=0", 1000L, 0L)]
    public void The_smaller_of_limit_and_cap_counts(string query, long? cap, long? expected) =>
        Assert.Equal(expected, Planner.Read("items", QueryParser.Parse(query, Limits), Preferences.None, cap, headOnly: false).Rows.Limit);

    [Theory]
    [InlineData("item", "Could not find the table 'public.item' in the schema cache", "Perhaps you meant the table 'public.items'")]
    [InlineData("secrets", "Could not find the table 'public.secrets' in the schema cache", null)]
    public void An_unknown_table_is_refused_with_the_nearest_name(string table, string message, string? hint) =>
        Refusals.AssertIs(Refusals.Of(() => Planner.Read(table, QueryParser.Parse("", Limits), Preferences.None, null, false)), 404, "PGRST205", message, hint: hint);

    [Theory]
    [InlineData("select=nmae")]
    [InlineData("nmae=eq.1")]
    [InlineData("or=(id.eq.1,and(nmae.eq.1))")]
    [InlineData("order=nmae")]
    public void An_unknown_column_is_refused_as_PostgreSQL_would(string query) =>
        Refusals.AssertIs(Refusals.Of(() => Read(query)), 400, "42703", "column items.nmae does not exist", hint: "Perhaps you meant to reference the column \"items.name\".");

    [Fact]
    public void Names_of_ten_thousand_characters_are_refused_without_repeating_them()
    {
        var refusal = Refusals.Of(() => Planner.Read(new string('x', 10_000), QueryParser.Parse("", Limits), Preferences.None, null, false));

        Assert.Equal((404, "PGRST205"), (refusal.Status, refusal.Error.Code));
        Assert.InRange(refusal.Error.Message.Length, 1, 200);
    }

    private static ReadPlan Read(string query) => Planner.Read("items", QueryParser.Parse(query, Limits), Preferences.None, null, headOnly: false);
}
