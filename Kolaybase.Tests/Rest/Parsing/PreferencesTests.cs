using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class PreferencesTests
{
    [Theory]
    [InlineData("return=representation", "Representation")]
    [InlineData("return=minimal", "Minimal")]
    [InlineData("return=headers-only", "HeadersOnly")]
    [InlineData("return=minimal, return=representation", "Minimal")]
    [InlineData("", "")]
    [InlineData("return=nonsense", "")]
    public void The_wanted_answer_is_read(string header, string expected) => Assert.Equal(expected, Preferences.Parse([header]).Return.ToString());

    [Theory]
    [InlineData("count=exact", "Exact")]
    [InlineData("count=planned", "Planned")]
    [InlineData("count=estimated", "Estimated")]
    [InlineData("count=none", "")]
    [InlineData("count=none, count=planned", "Planned")]
    public void The_wanted_total_is_read(string header, string expected)
    {
        var preferences = Preferences.Parse([header]);

        Assert.Equal((expected, expected.Length > 0), (preferences.Count.ToString(), preferences.WantsTotal));
    }

    [Theory]
    [InlineData("resolution=merge-duplicates", "MergeDuplicates,,")]
    [InlineData("resolution=ignore-duplicates", "IgnoreDuplicates,,")]
    [InlineData("missing=default", ",Default,")]
    [InlineData("missing=null", ",Null,")]
    [InlineData("tx=commit", ",,Commit")]
    [InlineData("tx=rollback, tx=commit", ",,Rollback")]
    [InlineData("resolution=x, missing=, tx", ",,")]
    public void What_a_write_does_is_read(string header, string expected) =>
        Assert.Equal(expected, Preferences.Parse([header]) is var p ? $"{p.Resolution},{p.Missing},{p.Transaction}" : "");

    [Fact]
    public void Several_headers_and_lists_are_one()
    {
        var preferences = Preferences.Parse(["return=representation,count=exact", "handling=strict , max-affected=10", "timezone=America/New_York"]);

        Assert.Equal(["return=representation", "count=exact", "handling=strict", "max-affected=10", "timezone=America/New_York"], preferences.Given);
        Assert.Equal((true, true, 10L, "America/New_York"), (preferences.WantsTotal, preferences.Strict, preferences.MaxAffected, preferences.Timezone));
    }

    [Fact]
    public void Unknown_preferences_are_ignored_unless_handling_is_strict()
    {
        Assert.Equal(["respond-async", "max-affected=x", "timezone="], Preferences.Parse(["respond-async, max-affected=x, timezone="]).Invalid);
        Refusals.AssertIs(
            Refusals.Of(() => Preferences.Parse(["handling=strict, respond-async, max-affected=-1"])),
            400,
            "PGRST122",
            "Invalid preferences given with handling=strict",
            "Invalid preferences: respond-async, max-affected=-1");
    }

    [Fact]
    public void A_time_zone_that_the_database_does_not_know_was_not_understood()
    {
        var lenient = Preferences.Parse(["timezone=Mars/Olympus, return=minimal"]).CheckTimezone(_ => false);
        Assert.Null(lenient.Timezone);
        Assert.Equal(["return=minimal"], lenient.Given);
        Assert.Equal(["timezone=Mars/Olympus"], lenient.Invalid);

        Assert.Equal("UTC", Preferences.Parse(["timezone=UTC"]).CheckTimezone(zone => zone == "UTC").Timezone);
        Assert.Equal("PGRST122", Refusals.Of(() => Preferences.Parse(["handling=strict, timezone=Mars/Olympus"]).CheckTimezone(_ => false)).Error.Code);
    }
}
