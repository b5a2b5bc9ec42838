using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Tests.ControlPlane.Identity;

public class DisplayNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("My \"team\"; drop table teams --")]
    [InlineData("日本語 👩‍👩‍👧")]
    public void One_line_of_text_is_a_name(string name) => Assert.True(DisplayName.Accepts(name));

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("tab\there")]
    [InlineData("line\u2028separator")]
    [InlineData("escape\u001b[31m")]
    public void Empty_and_control_characters_are_not(string name) => Assert.False(DisplayName.Accepts(name));

    [Fact]
    public void The_longest_has_100_characters()
    {
        Assert.True(DisplayName.Accepts(new string('n', 100)));
        Assert.False(DisplayName.Accepts(new string('n', 101)));
        Assert.False(DisplayName.AcceptsOptional(new string('n', 10_000)));
    }

    [Fact]
    public void An_optional_name_that_is_blank_is_none()
    {
        Assert.Null(DisplayName.Optional("  "));
        Assert.Equal("Ada", DisplayName.Optional(" Ada "));
        Assert.True(DisplayName.AcceptsOptional(null));
    }
}
