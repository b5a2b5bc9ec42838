using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class SelectParserTests
{
    private const string Item = "\"...\", field name (* or [a..z0..9_$]), \"*\" or \"count()\"";
    private const string AfterName = "letter, digit, \"-\", \"->>\", \"->\", \"::\", \".\", ";
    private static readonly RestLimits Limits = new() { SelectItems = 7, EmbedDepth = 3, Embeds = 4 };

    /// <summary>A list, and the same printed with all its quotes.</summary>
    public static TheoryData<string, string> Accepted => new()
    {
        { "", "" },
        { " ", "" },
        { "*", "*" },
        { "id,name", """ "id","name" """ },
        { " id , name ", """ "id","name" """ },
        { "*,id", """ *,"id" """ },
        { "total:price", """ "total":"price" """ },
        { "price::text", """ "price"::text """ },
        { "total:price::double precision", """ "total":"price"::double precision """ },
        { "\"a,b\",\"c:d\":e", """ "a,b","c:d":"e" """ },
        { "\"select\"", """ "select" """ },
        { "a-b", """ "a-b" """ },
        { "şehir", """ "şehir" """ },
        { "data->phones->0->>number", """ "data"->"phones"->0->>"number" """ },
        { "data->-1::int", """ "data"->-1::int """ },
        { "n:data->>\"a b\"::numeric", """ "n":"data"->>"a b"::numeric """ },
        { "n:data->!@#$%^&*_a::text", """ "n":"data"->"!@#$%^&*_a"::text """ },
        { "count()", "count()" },
        { "n:count()::text", """ "n":count()::text """ },
        { "count", """ "count" """ },
        { "count.sum()", """ "count".sum() """ },
        { "id.count()", """ "id".count() """ },
        { "m:amount.max(),amount.min()", """ "m":"amount".max(),"amount".min() """ },
        { "amount::float.avg()::int", """ "amount"::float.avg()::int """ },
        { "data->>a::int.sum()", """ "data"->>"a"::int.sum() """ },
        { "clients(*)", """ "clients"(*) """ },
        { "clients()", """ "clients"() """ },
        { "clients( )", """ "clients"() """ },
        { "clients( id , name )", """ "clients"("id","name") """ },
        { "c:clients(id)", """ "c":"clients"("id") """ },
        { "clients!fk(id)", """ "clients"!"fk"("id") """ },
        { "clients!inner(id)", """ "clients"!inner("id") """ },
        { "c:clients!left!fk(id)", """ "c":"clients"!"fk"!left("id") """ },
        { "clients!fk!inner(id)", """ "clients"!"fk"!inner("id") """ },
        { "clients!\"inner\"!inner(id)", """ "clients"!"inner"!inner("id") """ },
        { "clients!a!b(id)", """ "clients"!"a"("id") """ },
        { "a(b(c(id))),d", """ "a"("b"("c"("id"))),"d" """ },
        { "a(data->0,data->>k,n.sum())", """ "a"("data"->0,"data"->>"k","n".sum()) """ },
        { "...clients(id)", """ ..."clients"("id") """ },
        { "id, ...clients!fk!inner( * )", """ "id",..."clients"!"fk"!inner(*) """ },
        { "\"count\"(id)", """ "count"("id") """ },
    };

    [Theory, MemberData(nameof(Accepted))]
    public void A_list_of_items_is_read(string text, string expected) => Assert.Equal(expected.Trim(), QueryPrinter.Print(Parse(text)));

    public static TheoryData<string, int, string> Malformed => new()
    {
        { ",", 1, $"unexpected \",\" expecting {Item}" },
        { "id,", 4, $"unexpected end of input expecting {Item}" },
        { "id;drop", 3, $"unexpected ';' expecting {AfterName}\",\" or end of input" },
        { "*a", 2, "unexpected 'a' expecting \",\" or end of input" },
        { "*!hint", 2, "unexpected '!' expecting \",\" or end of input" },
        { "id::", 5, "unexpected end of input expecting letter or digit" },
        { "id::int[]", 8, "unexpected '[' expecting letter, digit, \".\", \",\" or end of input" },
        { "id::a;b", 6, "unexpected ';' expecting letter, digit, \".\", \",\" or end of input" },
        { ":id", 1, $"unexpected \":\" expecting {Item}" },
        { "a:b:c", 4, $"unexpected ':' expecting {AfterName}\",\" or end of input" },
        { "a:*", 3, "unexpected \"*\" expecting field name (* or [a..z0..9_$])" },
        { "a:...b(id)", 3, "unexpected \".\" expecting field name (* or [a..z0..9_$])" },
        { "\"id", 4, "unexpected end of input expecting \"\\\"\" that closes the quote at column 1" },
        { "id,clients(name[])", 16, $"unexpected '[' expecting {AfterName}\")\", \",\" or end of input" },
        { "data->>-78xy", 11, "unexpected 'x' expecting digit, \"->\", \"::\", \".\", \",\" or end of input" },
        { "name!hint", 5, $"unexpected '!' expecting {AfterName}\",\" or end of input" },
        { "count(id)", 6, $"unexpected '(' expecting {AfterName}\",\" or end of input" },
        { "a.median()", 3, "unexpected \"m\" expecting \"sum\", \"avg\", \"count\", \"max\" or \"min\"" },
        { "a.sum", 6, "unexpected end of input expecting \"()\"" },
        { "a.sum()x", 8, "unexpected 'x' expecting \"::\", \",\" or end of input" },
        { "clients(id", 11, "unexpected end of input expecting \",\" or \")\"" },
        { "clients(id,)", 12, $"unexpected \")\" expecting {Item}" },
        { "clients(id))", 12, "unexpected ')' expecting \",\" or end of input" },
        { "clients(id)x", 12, "unexpected 'x' expecting \",\" or end of input" },
        { "clients->a(id)", 11, "unexpected '(' expecting \"->>\", \"->\", \"::\", \".\", \",\" or end of input" },
        { "...clients", 11, "unexpected end of input expecting \"!\" or \"(\"" },
        { "...*", 4, "unexpected \"*\" expecting field name (* or [a..z0..9_$])" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public void A_malformed_list_is_refused_with_the_place(string text, int column, string details) =>
        Refusals.AssertIs(Refusals.Of(() => Parse(text)), 400, "PGRST100", $"\"failed to parse select parameter ({text})\" (line 1, column {column})", details);

    [Theory]
    [InlineData("a,b,c,d,e,f,g,h", "KB604")]
    [InlineData("a,b,c(d,e,f,g),h", "KB604")]
    [InlineData("a(b(c(d(e))))", "KB608")]
    [InlineData("a(),b(),c(),d(),e()", "KB609")]
    [InlineData("a(b(),c()),d(...e())", "KB609")]
    public void Each_limit_has_its_own_error(string text, string code) =>
        Assert.Equal((400, code), Refusals.Of(() => Parse(text)) is var r ? (r.Status, r.Error.Code) : default);

    [Fact]
    public void Ten_thousand_brackets_are_refused_and_no_stack_overflows() =>
        Assert.Equal("KB608", Refusals.Of(() => Parse(string.Concat(Enumerable.Repeat("a(", 10_000)))).Error.Code);

    private static System.Collections.Immutable.ImmutableArray<SelectItem> Parse(string text) => new SelectParser(Limits).Parse(text);
}
