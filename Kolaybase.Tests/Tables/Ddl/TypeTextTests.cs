using Kolaybase.Api.Tables.Ddl;

namespace Kolaybase.Tests.Tables.Ddl;

public class TypeTextTests
{
    [Theory]
    [InlineData("int", "int", "")]
    [InlineData("  text ", "text", "")]
    [InlineData("numeric(10,2)", "numeric", "10|2")]
    [InlineData("numeric( 10 , -2 )", "numeric", "10|-2")]
    [InlineData("varchar (40)", "varchar", "40")]
    [InlineData("numeric(10,2)[]", "numeric []", "10|2")]
    [InlineData("integer[3][3]", "integer[3][3]", "")]
    [InlineData("timestamp(3) with time zone", "timestamp with time zone", "3")]
    [InlineData("double precision", "double precision", "")]
    [InlineData("geometry(Point, 4326)", "geometry", "Point|4326")]
    [InlineData("odd('a,b', \"c\"\"d\")", "odd", "a,b|c\"d")]
    [InlineData("\"my (type)\"", "\"my (type)\"", "")]
    [InlineData("app.\"Mood\"", "app.\"Mood\"", "")]
    public void A_type_name_is_taken_apart(string text, string name, string modifiers)
    {
        var parsed = TypeText.Parse(text, out var fault);
        Assert.Null(fault);
        Assert.Equal(name, parsed!.Name);
        Assert.Equal(modifiers, string.Join('|', parsed.Modifiers));
        Assert.Null(parsed.IntervalFields);
    }

    [Theory]
    [InlineData("interval", "", "")]
    [InlineData("interval(3)", "", "3")]
    [InlineData("INTERVAL  Day  To Second (3)", "day to second", "3")]
    [InlineData("interval year to month", "year to month", "")]
    [InlineData("interval hour[]", "hour", "")]
    public void Fields_of_an_interval_are_told_from_its_precision(string text, string fields, string modifiers)
    {
        var parsed = TypeText.Parse(text, out _);
        Assert.StartsWith("interval", parsed!.Name, StringComparison.Ordinal);
        Assert.Equal((fields, modifiers), (parsed.IntervalFields, string.Join('|', parsed.Modifiers)));
    }

    [Theory]
    [InlineData("serial", "serial")]
    [InlineData("SERIAL8", "bigserial")]
    [InlineData("serial2", "smallserial")]
    [InlineData("serial(3)", null)]
    [InlineData("int", null)]
    public void Serials_are_known_by_their_words(string text, string? serial) => Assert.Equal(serial, TypeText.Parse(text, out _)!.Serial);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("numeric(10")]
    [InlineData("numeric)10(")]
    [InlineData("numeric(10)(2)")]
    [InlineData("numeric((10))")]
    [InlineData("numeric()")]
    [InlineData("numeric(10,)")]
    [InlineData("numeric(,2)")]
    [InlineData("numeric(10 2)")]
    [InlineData("numeric(1+1)")]
    [InlineData("numeric(10; drop table t)")]
    [InlineData("numeric(99999999999)")]
    [InlineData("\"int")]
    [InlineData("int -- x")]
    [InlineData("int /* x")]
    [InlineData("int\0")]
    public void Texts_that_can_not_be_a_type_name_are_refused(string? text)
    {
        Assert.Null(TypeText.Parse(text, out var fault));
        Assert.NotNull(fault);
    }

    [Fact]
    public void A_text_of_ten_thousand_characters_is_refused_at_once() => Assert.Null(TypeText.Parse(new string('x', 10_000), out _));
}
