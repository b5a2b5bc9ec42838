using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class FilterParserTests
{
    private static readonly RestLimits Limits = new() { Filters = 5, FilterDepth = 3, InListItems = 4 };

    /// <summary>Name, value, and the filter printed with all its quotes.</summary>
    public static TheoryData<string, string, string> Columns => new()
    {
        { "id", "eq.1", """ "id".eq."1" """ },
        { "id", "not.eq.1", """ "id".not.eq."1" """ },
        { "name", "eq.", """ "name".eq."" """ },
        { "name", "eq.a.b.c", """ "name".eq."a.b.c" """ },
        { "name", "eq.\"quoted\"", """ "name".eq."\"quoted\"" """ },
        { "name", "neq.x,y)", """ "name".neq."x,y)" """ },
        { "name", "like.*a*", """ "name".like."*a*" """ },
        { "name", "ilike.%a_", """ "name".ilike."%a_" """ },
        { "name", "eq.eq.eq", """ "name".eq."eq.eq" """ },
        { "a b", "gt.1", """ "a b".gt."1" """ },
        { "a-b", "gte.1", """ "a-b".gte."1" """ },
        { "Ürün", "lt.1", """ "Ürün".lt."1" """ },
        { "\"a.b\"", "lte.1", """ "a.b".lte."1" """ },
        { "\"a\\\"b\"", "eq.1", """ "a\"b".eq."1" """ },
        { "\"order\"", "eq.1", """ "order".eq."1" """ },
        { "𝒳", "eq.1", """ "𝒳".eq."1" """ },
        { "tags", "cs.{a,b}", """ "tags".cs."{a,b}" """ },
        { "id", "isdistinct.4", """ "id".isdistinct."4" """ },
        { "id", "in.(1,2,3)", """ "id".in.("1","2","3") """ },
        { "id", "not.in.(1)", """ "id".not.in.("1") """ },
        { "id", "in.()", """ "id".in.() """ },
        { "id", "in.(\"\")", """ "id".in.("") """ },
        { "id", "in.(,)", """ "id".in.("","") """ },
        { "id", "in.(\"a,b\",\"c)d\",\"e\\\"f\",\"g\\\\h\")", """ "id".in.("a,b","c)d","e\"f","g\\h") """ },
        { "id", "in.(\"a\"b,c\"d)", """ "id".in.("\"a\"b","c\"d") """ },
        { "id", "in.( a, b)", """ "id".in.(" a"," b") """ },
        { "id", "is.null", """ "id".is.null """ },
        { "id", "is.NULL", """ "id".is.null """ },
        { "id", "not.is.null", """ "id".not.is.null """ },
        { "id", "is.not_null", """ "id".is.not_null """ },
        { "id", "is.true", """ "id".is.true """ },
        { "id", "is.false", """ "id".is.false """ },
        { "id", "is.unknown", """ "id".is.unknown """ },
    };

    [Theory, MemberData(nameof(Columns))]
    public void A_filter_on_a_column_is_read(string key, string value, string expected) =>
        Assert.Equal(expected.Trim(), FilterPrinter.Print(new FilterParser(Limits).ParseColumn(key, value)));

    public static TheoryData<string, string, string> Trees => new()
    {
        { "and", "(a.eq.1)", """ and("a".eq."1") """ },
        { "or", "(a.eq.1,b.not.lt.2)", """ or("a".eq."1","b".not.lt."2") """ },
        { "not.or", "(a.is.null,b.in.(1,2))", """ not.or("a".is.null,"b".in.("1","2")) """ },
        { "not.and", "(or(a.eq.1,b.eq.2),not.and(c.eq.3))", """ not.and(or("a".eq."1","b".eq."2"),not.and("c".eq."3")) """ },
        { "and", "( a.eq.1 , b.eq.2 )", """ and("a".eq."1 ","b".eq."2 ") """ },
        { "or", "(a.eq.\"x,y\",b.eq.\"z)\")", """ or("a".eq."x,y","b".eq."z)") """ },
        { "or", "(a.cs.{1,2},b.eq.3)", """ or("a".cs."{1,2}","b".eq."3") """ },
        { "or", "(a.eq.{1,b.eq.2)", """ or("a".eq."{1","b".eq."2") """ },
        { "or", "(and.eq.1,or.eq.2,not.eq.3)", """ or("and".eq."1","or".eq."2","not".eq."3") """ },
        { "or", "(a.eq.,b.eq.)", """ or("a".eq."","b".eq."") """ },
        { "or", "(\"a.b\".eq.1,\"c,d\".eq.2)", """ or("a.b".eq."1","c,d".eq."2") """ },
    };

    [Theory, MemberData(nameof(Trees))]
    public void A_tree_of_filters_is_read(string key, string value, string expected) =>
        Assert.Equal(expected.Trim(), FilterPrinter.Print(new FilterParser(Limits).ParseTree(key, value)));

    public static TheoryData<string, string, string, string> Malformed => new()
    {
        { "id", "1", "\"failed to parse filter (1)\" (line 1, column 1)", "unexpected \"1\" expecting \"not\" or operator (eq, gt, ...)" },
        { "id", "", "\"failed to parse filter ()\" (line 1, column 1)", "unexpected end of input expecting \"not\" or operator (eq, gt, ...)" },
        { "id", "noop.1", "\"failed to parse filter (noop.1)\" (line 1, column 1)", "unexpected \"n\" expecting \"not\" or operator (eq, gt, ...)" },
        { "id", "not.noop.1", "\"failed to parse filter (not.noop.1)\" (line 1, column 5)", "unexpected \"n\" expecting operator (eq, gt, ...)" },
        { "id", "EQ.1", "\"failed to parse filter (EQ.1)\" (line 1, column 1)", "unexpected \"E\" expecting \"not\" or operator (eq, gt, ...)" },
        { "id", "eq", "\"failed to parse filter (eq)\" (line 1, column 1)", "unexpected \"e\" expecting \"not\" or operator (eq, gt, ...)" },
        { "id", "is.maybe", "\"failed to parse filter (is.maybe)\" (line 1, column 4)", "unexpected \"m\" expecting isVal: (null, not_null, true, false, unknown)" },
        { "id", "is.nullx", "\"failed to parse filter (is.nullx)\" (line 1, column 4)", "unexpected \"n\" expecting isVal: (null, not_null, true, false, unknown)" },
        { "id", "in.1,2", "\"failed to parse filter (in.1,2)\" (line 1, column 4)", "unexpected \"1\" expecting \"(\"" },
        { "id", "in.(1,2", "\"failed to parse filter (in.(1,2)\" (line 1, column 8)", "unexpected end of input expecting \",\" or \")\"" },
        { "id", "in.(1)x", "\"failed to parse filter (in.(1)x)\" (line 1, column 7)", "unexpected \"x\" expecting end of input" },
        { "id", "in.(\"1)", "\"failed to parse filter (in.(\"1))\" (line 1, column 8)", "unexpected end of input expecting \"\\\"\" that closes the quote at column 5" },
        { "", "eq.1", "\"failed to parse tree path ()\" (line 1, column 1)", "unexpected end of input expecting field name (* or [a..z0..9_$])" },
        { ";drop", "eq.1", "\"failed to parse tree path (;drop)\" (line 1, column 1)", "unexpected \";\" expecting field name (* or [a..z0..9_$])" },
        { "a;b", "eq.1", "\"failed to parse tree path (a;b)\" (line 1, column 2)", "unexpected \";\" expecting letter, digit, \"-\", delimiter (.) or end of input" },
        { "\"a", "eq.1", "\"failed to parse tree path (\"a)\" (line 1, column 3)", "unexpected end of input expecting \"\\\"\" that closes the quote at column 1" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public void A_malformed_filter_is_refused_with_the_place_and_what_was_expected(string key, string value, string message, string details) =>
        Refusals.AssertIs(Refusals.Of(() => new FilterParser(Limits).ParseColumn(key, value)), 400, "PGRST100", message, details);

    [Theory]
    [InlineData("()", 2)]
    [InlineData("", 1)]
    [InlineData("a.eq.1", 1)]
    [InlineData("(a.eq.1", 8)]
    [InlineData("(a.eq.1))", 9)]
    [InlineData("(a.eq.1,)", 9)]
    [InlineData("(a)", 3)]
    [InlineData("(a.eq)", 4)]
    [InlineData("(xor(a.eq.1))", 5)]
    [InlineData("(a.is.null.x)", 7)]
    [InlineData("(\n(a.eq.1))", 2)]
    public void A_malformed_tree_is_refused_with_the_place(string value, int column)
    {
        var refusal = Refusals.Of(() => new FilterParser(Limits).ParseTree("or", value));

        Assert.Equal((400, "PGRST100"), (refusal.Status, refusal.Error.Code));
        Assert.EndsWith($"(line 1, column {column})", refusal.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id", "fts.x")]
    [InlineData("id", "eq(any).{1}")]
    [InlineData("data->a", "eq.1")]
    public void What_comes_later_is_refused_as_not_implemented(string key, string value) =>
        Assert.Equal("PGRST127", Refusals.Of(() => new FilterParser(Limits).ParseColumn(key, value)).Error.Code);

    [Fact]
    public void A_filter_on_another_resource_is_refused_as_not_embedded() => Refusals.AssertIs(
        Refusals.Of(() => new FilterParser(Limits).ParseColumn("clients.id", "eq.1")),
        400,
        "PGRST108",
        "'clients' is not an embedded resource in this request",
        hint: "Verify that 'clients' is included in the 'select' query parameter.");

    [Theory]
    [InlineData("(a.eq.1,b.eq.1,c.eq.1,d.eq.1,e.eq.1,f.eq.1)", "KB602")]
    [InlineData("(or(and(or(a.eq.1))))", "KB603")]
    [InlineData("(a.in.(1,2,3,4,5))", "KB605")]
    public void Each_limit_has_its_own_error(string value, string code) =>
        Assert.Equal((400, code), Refusals.Of(() => new FilterParser(Limits).ParseTree("or", value)) is var r ? (r.Status, r.Error.Code) : default);

    [Fact]
    public void Filters_are_counted_over_the_whole_request()
    {
        var parser = new FilterParser(Limits);
        parser.ParseTree("or", "(a.eq.1,b.eq.1,c.eq.1)");
        parser.ParseColumn("d", "eq.1");
        parser.ParseColumn("e", "eq.1");

        Assert.Equal("KB602", Refusals.Of(() => parser.ParseColumn("f", "eq.1")).Error.Code);
    }

    [Fact]
    public void Ten_thousand_brackets_are_refused_and_no_stack_overflows() =>
        Assert.Equal("KB603", Refusals.Of(() => new FilterParser(Limits).ParseTree("or", string.Concat(Enumerable.Repeat("(or", 10_000)))).Error.Code);
}
