using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Planning;

public class CallFormatsTests
{
    private const string Object = "application/vnd.pgrst.object+json";

    [Theory]
    [InlineData("integer", "", FormatKind.Value, "application/json; charset=utf-8")]
    [InlineData("setof integer", "*/*", FormatKind.Values, "application/json; charset=utf-8")]
    [InlineData("record", "application/json", FormatKind.Value, "application/json; charset=utf-8")]
    [InlineData("setof record", "application/json", FormatKind.Values, "application/json; charset=utf-8")]
    [InlineData("items", "application/json", FormatKind.FirstRow, "application/json; charset=utf-8")]
    [InlineData("setof items", "application/json", FormatKind.Array, "application/json; charset=utf-8")]
    [InlineData("setof items", "text/html, application/json;q=0.5", FormatKind.Array, "application/json; charset=utf-8")]
    [InlineData("setof items", Object, FormatKind.Object, "application/vnd.pgrst.object+json; charset=utf-8")]
    [InlineData("items", Object + ";nulls=stripped", FormatKind.Object, "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8")]
    [InlineData("setof integer", Object, FormatKind.Value, "application/vnd.pgrst.object+json; charset=utf-8")]
    [InlineData("setof items", "text/csv", FormatKind.Csv, "text/csv; charset=utf-8")]
    [InlineData("text", "text/plain", FormatKind.Raw, "text/plain; charset=utf-8")]
    [InlineData("xml", "text/xml", FormatKind.Raw, "text/xml; charset=utf-8")]
    [InlineData("bytea", "application/octet-stream", FormatKind.Raw, "application/octet-stream")]
    [InlineData("text", "application/octet-stream, */*", FormatKind.Raw, "application/octet-stream")]
    [InlineData("integer", "text/plain, */*;q=0.1", FormatKind.Value, "application/json; charset=utf-8")]
    [InlineData("void", "application/json", FormatKind.FirstRow, "application/json; charset=utf-8")]
    internal void The_most_wanted_form_that_can_be_made_is_taken(string result, string accept, FormatKind kind, string contentType) =>
        Assert.Equal((kind, contentType), Pick(result, accept) is var format ? (format.Kind, format.ContentType) : default);

    [Theory]
    [InlineData("integer", "text/plain")]
    [InlineData("setof text", "text/plain")]
    [InlineData("setof items", "text/plain")]
    [InlineData("text", "text/xml")]
    [InlineData("xml", "text/plain")]
    [InlineData("integer", "application/octet-stream")]
    [InlineData("items", "application/geo+json")]
    [InlineData("items", "application/openapi+json")]
    [InlineData("items", "image/png, text/html")]
    public void What_can_not_be_made_is_refused(string result, string accept) => Assert.Equal("PGRST107", Refusals.Of(() => Pick(result, accept)).Error.Code);

    [Theory]
    [InlineData("text/html", "text/html", "text/html")]
    [InlineData("text/html", "text/html;q=0.5, image/png", "text/html")]
    [InlineData("text/plain", "text/plain", "text/plain; charset=utf-8")]
    [InlineData("text/csv", "text/csv", "text/csv; charset=utf-8")]
    [InlineData("application/json", "application/json", "application/json; charset=utf-8")]
    [InlineData("*/*", "app/bingo", "application/octet-stream")]
    [InlineData("*/*", "", "application/octet-stream")]
    public void A_domain_named_like_a_type_is_that_type(string domain, string accept, string contentType) =>
        Assert.Equal((FormatKind.Raw, contentType), Pick(Domain(domain), accept) is var format ? (format.Kind, format.ContentType) : default);

    [Fact]
    public void A_set_of_them_is_none() => Assert.Equal("PGRST107", Refusals.Of(() => Pick(Domain("text/html") with { IsSet = true }, "text/html")).Error.Code);

    [Theory]
    [InlineData(TypeOids.Text, false)]
    [InlineData(TypeOids.Bytea, false)]
    [InlineData(TypeOids.Xml, false)]
    [InlineData(TypeOids.Json, false)]
    [InlineData(TypeOids.Jsonb, true)]
    [InlineData(TypeOids.Int4, true)]
    public void Only_what_is_text_or_bytes_comes_as_it_is(uint type, bool cast) =>
        Assert.Equal(cast, ((OutputColumn)CallFormats.Raw(new OutputColumn("x", new(new Column("x", new(90_000, "\"a/b\"", type)), [])))).Cast is { Sql: "text" });

    private static AnswerFormat Pick(string result, string accept) => Pick(Routines.Parse($"f() -> {result}").Result, accept);

    private static AnswerFormat Pick(RoutineResult result, string accept)
    {
        var source = new CallSource(new(new("public", "f"), [], result, Volatility.Volatile, []), new TextArguments([]), Shared: false);
        return CallFormats.Pick(result, AcceptHeader.Parse(accept), new(source, "t", [], [], [], null, 0, []), []);
    }

    private static RoutineResult Domain(string name) => new(RoutineResultKind.Scalar, IsSet: false, new(90_000, $"public.\"{name}\"", TypeOids.Text), null, []);
}
