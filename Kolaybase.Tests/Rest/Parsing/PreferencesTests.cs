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

    [Fact]
    public void Several_headers_and_lists_are_one()
    {
        var preferences = Preferences.Parse(["return=representation,count=exact", "handling=strict , max-affected=10"]);

        Assert.Equal(["return=representation", "count=exact", "handling=strict", "max-affected=10"], preferences.Given);
        Assert.Equal((true, true, 10L), (preferences.CountExact, preferences.Strict, preferences.MaxAffected));
    }

    [Fact]
    public void Unknown_preferences_are_ignored_unless_handling_is_strict()
    {
        Assert.Equal(["respond-async", "max-affected=x"], Preferences.Parse(["respond-async, max-affected=x"]).Invalid);
        Refusals.AssertIs(
            Refusals.Of(() => Preferences.Parse(["handling=strict, respond-async, max-affected=-1"])),
            400,
            "PGRST122",
            "Invalid preferences given with handling=strict",
            "Invalid preferences: respond-async, max-affected=-1");
    }
}
