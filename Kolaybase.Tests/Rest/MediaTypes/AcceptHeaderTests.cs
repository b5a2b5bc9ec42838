using Kolaybase.Api.Rest.MediaTypes;

namespace Kolaybase.Tests.Rest.MediaTypes;

public class AcceptHeaderTests
{
    [Theory]
    [InlineData(null, "Any */*")]
    [InlineData("", "Any */*")]
    [InlineData("*/*", "Any */*")]
    [InlineData("*; q=.2", "Any */*")]
    [InlineData("application/json", "Json application/json")]
    [InlineData("Application/JSON; charset=utf-8", "Json application/json")]
    [InlineData("application/*", "Json application/json")]
    [InlineData("application/vnd.pgrst.array+json", "Json application/json")]
    [InlineData("application/vnd.pgrst.array", "Json application/json")]
    [InlineData("application/vnd.pgrst.array+json;nulls=stripped", "Json application/vnd.pgrst.array+json;nulls=stripped stripped")]
    [InlineData("application/vnd.pgrst.object+json", "Object application/vnd.pgrst.object+json")]
    [InlineData("application/vnd.pgrst.object", "Object application/vnd.pgrst.object+json")]
    [InlineData("application/vnd.pgrst.object+json ; nulls=stripped", "Object application/vnd.pgrst.object+json;nulls=stripped stripped")]
    [InlineData("text/csv", "Csv text/csv")]
    [InlineData("text/plain", "Text text/plain")]
    [InlineData("text/xml", "Xml text/xml")]
    [InlineData("application/octet-stream", "Octets application/octet-stream")]
    [InlineData("application/geo+json", "GeoJson application/geo+json")]
    [InlineData("application/openapi+json", "OpenApi application/openapi+json")]
    [InlineData("application/vnd.pgrst.plan", "Plan application/vnd.pgrst.plan+text; for=\"application/json\"")]
    [InlineData("application/vnd.pgrst.plan+json; for=\"text/csv\"; options=analyze|verbose", "Plan application/vnd.pgrst.plan+json; for=\"text/csv\"; options=analyze|verbose")]
    [InlineData("application/vnd.pgrst.plan+json; for=\"a,b;c\"", "Plan application/vnd.pgrst.plan+json; for=\"a,b;c\"")]
    [InlineData("image/png", "Other image/png")]
    [InlineData("text/*", "Other text/*")]
    [InlineData("nonsense", "Other nonsense")]
    [InlineData("\"", "Other \"")]
    [InlineData("application/json;q=0", "")]
    [InlineData(", ;q=1,", "")]
    [InlineData("text/csv, application/json", "Csv text/csv|Json application/json")]
    [InlineData("text/csv;q=0.4, application/json;q=0.5", "Json application/json|Csv text/csv")]
    [InlineData("text/csv;q=x, application/json;q=0.5", "Csv text/csv|Json application/json")]
    [InlineData("*/*, text/csv", "Csv text/csv|Any */*")]
    [InlineData("text/csv, application/vnd.pgrst.object+json;nulls=stripped", "Object application/vnd.pgrst.object+json;nulls=stripped stripped|Csv text/csv")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "Other text/html|Other application/xhtml+xml|Any */*")]
    [InlineData("text/csv;q=0.5;nulls=stripped, text/xml;q=0.5", "Csv text/csv|Xml text/xml")]
    public void Types_are_read_from_the_most_wanted_to_the_least(string? header, string expected) =>
        Assert.Equal(expected, string.Join('|', AcceptHeader.Parse(header).Select(t => $"{t.Kind} {t.Name}{(t.NullsStripped ? " stripped" : "")}")));

    [Theory]
    [InlineData("application/json", "application/json; charset=utf-8")]
    [InlineData("text/csv", "text/csv; charset=utf-8")]
    [InlineData("application/vnd.pgrst.object;nulls=stripped", "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8")]
    [InlineData("application/octet-stream", "application/octet-stream")]
    [InlineData("image/png", "image/png")]
    public void Text_of_our_own_tells_its_character_set(string header, string expected) => Assert.Equal(expected, AcceptHeader.Parse(header).Single().ContentType);
}
