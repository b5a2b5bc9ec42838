using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class FilterParserTests
{
    private static readonly RestLimits Limits = new() { Filters = 5, FilterDepth = 3, InListItems = 4, JsonPathSteps = 3 };

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
        { "id", "eq(any).{1,2}", """ "id".eq(any)."{1,2}" """ },
        { "id", "not.gte(all).{1,2}", """ "id".not.gte(all)."{1,2}" """ },
        { "name", "like(any).{a*,b*}", """ "name".like(any)."{a*,b*}" """ },
        { "name", "imatch(all).{^a}", """ "name".imatch(all)."{^a}" """ },
        { "body", "fts.cat & dog", """ "body".fts."cat & dog" """ },
        { "body", "not.plfts(english).fat cats", """ "body".not.plfts(english)."fat cats" """ },
        { "body", "phfts(turkish).a.b", """ "body".phfts(turkish)."a.b" """ },
        { "body", "wfts(my_config$1).\"x\" -y", """ "body".wfts(my_config$1)."\"x\" -y" """ },
        { "data->a->>b", "eq.1", """ "data"->"a"->>"b".eq."1" """ },
        { "data->0->-1->>2", "eq.1", """ "data"->0->-1->>2.eq."1" """ },
        { "data->\"a.b\"->>\"c->d\"", "is.null", """ "data"->"a.b"->>"c->d".is.null """ },
        { "data->!@#$%^&*_a->>b-c d", "in.(1)", """ "data"->"!@#$%^&*_a"->>"b-c d".in.("1") """ },
        { "data->1a", "fts.x", """ "data"->"1a".fts."x" """ },
    };

    [Theory, MemberData(nameof(Columns))]
    public void A_filter_on_a_column_is_read(string key, string value, string expected) =>
        Assert.Equal(expected.Trim(), FilterPrinter.Print(Column(key, value)));

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
        { "or", "(data->>a.eq.1,data->0->>b.not.in.(1,2),data->x .is.null)", """ or("data"->>"a".eq."1","data"->0->>"b".not.in.("1","2"),"data"->"x".is.null) """ },
        { "or", "(a.like(any).{x*,y*},b.not.fts(english).cat,c.wfts.\"a,b\")", """ or("a".like(any)."{x*,y*}","b".not.fts(english)."cat","c".wfts."a,b") """ },
        { "or", "(\"a.b\".eq.1,\"c,d\".eq.2)", """ or("a.b".eq."1","c,d".eq."2") """ },
    };

    [Theory, MemberData(nameof(Trees))]
    public void A_tree_of_filters_is_read(string key, string value, string expected) =>
        Assert.Equal(expected.Trim(), FilterPrinter.Print(Tree(key, value)));

    public static TheoryData<string, string, string, string> Malformed => new()
    {
        { "id", "1", "\"failed to parse filter (1)\" (line 1, column 1)", "unexpected \"1\" expecting \"not\" or operator (eq, gt, ...)" },
        { "id", "", "\"failed to parse filter ()\" (line 1, column 1)", "unexpected end of input expecting \"not\" or operator (eq, gt, ...)" },
        { "id", "noop.1", "\"failed to parse filter (noop.1)\" (line 1, column 1)", "unexpected \"o\" expecting \"not\" or operator (eq, gt, ...)" },
        { "id", "not.noop.1", "\"failed to parse filter (not.noop.1)\" (line 1, column 5)", "unexpected \"n\" expecting operator (eq, gt, ...)" },
        { "id", "EQ.1", "\"failed to parse filter (EQ.1)\" (line 1, column 1)", "unexpected \"E\" expecting \"not\" or operator (eq, gt, ...)" },
        { "id", "eq", "\"failed to parse filter (eq)\" (line 1, column 3)", "unexpected end of input expecting operator (eq, gt, ...)" },
        { "id", "eq().1", "\"failed to parse filter (eq().1)\" (line 1, column 4)", "unexpected \")\" expecting operator (eq, gt, ...)" },
        { "id", "eq(some).1", "\"failed to parse filter (eq(some).1)\" (line 1, column 4)", "unexpected \"s\" expecting operator (eq, gt, ...)" },
        { "id", "neq(any).1", "\"failed to parse filter (neq(any).1)\" (line 1, column 4)", "unexpected \"(\" expecting operator (eq, gt, ...)" },
        { "id", "is(any).null", "\"failed to parse filter (is(any).null)\" (line 1, column 3)", "unexpected \"(\" expecting operator (eq, gt, ...)" },
        { "id", "in().1", "\"failed to parse filter (in().1)\" (line 1, column 3)", "unexpected \"(\" expecting operator (eq, gt, ...)" },
        { "id", "fts().x", "\"failed to parse filter (fts().x)\" (line 1, column 5)", "unexpected \")\" expecting operator (eq, gt, ...)" },
        { "id", "fts(a-b).x", "\"failed to parse filter (fts(a-b).x)\" (line 1, column 6)", "unexpected \"-\" expecting operator (eq, gt, ...)" },
        { "id", "is.maybe", "\"failed to parse filter (is.maybe)\" (line 1, column 4)", "unexpected \"m\" expecting isVal: (null, not_null, true, false, unknown)" },
        { "id", "is.nullx", "\"failed to parse filter (is.nullx)\" (line 1, column 4)", "unexpected \"n\" expecting isVal: (null, not_null, true, false, unknown)" },
        { "id", "in.1,2", "\"failed to parse filter (in.1,2)\" (line 1, column 4)", "unexpected \"1\" expecting \"(\"" },
        { "id", "in.(1,2", "\"failed to parse filter (in.(1,2)\" (line 1, column 8)", "unexpected end of input expecting \",\" or \")\"" },
        { "id", "in.(1)x", "\"failed to parse filter (in.(1)x)\" (line 1, column 7)", "unexpected 'x' expecting end of input" },
        { "id", "in.(\"1)", "\"failed to parse filter (in.(\"1))\" (line 1, column 8)", "unexpected end of input expecting \"\\\"\" that closes the quote at column 5" },
        { "", "eq.1", "\"failed to parse tree path ()\" (line 1, column 1)", "unexpected end of input expecting field name (* or [a..z0..9_$])" },
        { ";drop", "eq.1", "\"failed to parse tree path (;drop)\" (line 1, column 1)", "unexpected \";\" expecting field name (* or [a..z0..9_$])" },
        { "a;b", "eq.1", "\"failed to parse tree path (a;b)\" (line 1, column 2)", "unexpected ';' expecting letter, digit, \"-\", delimiter (.), \"->>\", \"->\" or end of input" },
        { "a->b.c", "eq.1", "\"failed to parse tree path (a->b.c)\" (line 1, column 5)", "unexpected '.' expecting \"->>\", \"->\" or end of input" },
        { "a->>b->c", "eq.1", "\"failed to parse tree path (a->>b->c)\" (line 1, column 6)", "unexpected '-' expecting \"->>\", \"->\" or end of input" },
        { "a->", "eq.1", "\"failed to parse tree path (a->)\" (line 1, column 4)", "unexpected end of input expecting any non reserved character different from: .,>()" },
        { "a->>>b", "eq.1", "\"failed to parse tree path (a->>>b)\" (line 1, column 5)", "unexpected \">\" expecting any non reserved character different from: .,>()" },
        { "a->>--34", "eq.1", "\"failed to parse tree path (a->>--34)\" (line 1, column 6)", "unexpected \"-\" expecting digit" },
        { "a->>-78xy", "eq.1", "\"failed to parse tree path (a->>-78xy)\" (line 1, column 8)", "unexpected 'x' expecting digit, \"->\", \"::\", \".\", \",\" or end of input" },
        { "a->2147483648", "eq.1", "\"failed to parse tree path (a->2147483648)\" (line 1, column 14)", "unexpected end of input expecting an index that fits into 32 bits" },

        { "\"a", "eq.1", "\"failed to parse tree path (\"a)\" (line 1, column 3)", "unexpected end of input expecting \"\\\"\" that closes the quote at column 1" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public void A_malformed_filter_is_refused_with_the_place_and_what_was_expected(string key, string value, string message, string details) =>
        Refusals.AssertIs(Refusals.Of(() => Column(key, value)), 400, "PGRST100", message, details);

    [Theory]
    [InlineData("()", 4)]
    [InlineData("", 3)]
    [InlineData("a.eq.1", 3)]
    [InlineData("(a.eq.1", 10)]
    [InlineData("(a.eq.1))", 11)]
    [InlineData("(a.eq.1,)", 11)]
    [InlineData("(a)", 5)]
    [InlineData("(a.eq)", 8)]
    [InlineData("(xor(a.eq.1))", 7)]
    [InlineData("(a.is.null.x)", 9)]
    [InlineData("(\n(a.eq.1))", 4)]
    public void A_malformed_tree_is_refused_with_the_place(string value, int column)
    {
        var refusal = Refusals.Of(() => Tree("or", value));

        Assert.Equal((400, "PGRST100"), (refusal.Status, refusal.Error.Code));
        Assert.EndsWith($"(line 1, column {column})", refusal.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("or", "()", 4, "unexpected \")\" expecting field name (* or [a..z0..9_$]), negation operator (not) or logic operator (and, or)")]
    [InlineData("or", "(id.in.1,2,id.eq.3)", 10, "unexpected \"1\" expecting \"(\"")]
    [InlineData("or", ")(", 3, "unexpected \")\" expecting \"(\"")]
    [InlineData("not.and", "(id.eq.1", 16, "unexpected end of input expecting \",\" or \")\"")]
    [InlineData("or", "(id.eq.1,not.xor(id.eq.2,id.eq.3))", 16, "unexpected \"x\" expecting logic operator (and, or)")]
    public void A_malformed_tree_is_refused_in_the_words_of_PostgREST(string key, string value, int column, string details) =>
        Refusals.AssertIs(Refusals.Of(() => Tree(key, value)), 400, "PGRST100", $"\"failed to parse logic tree ({value})\" (line 1, column {column})", details);

    [Theory]
    [InlineData("(a.eq.1,b.eq.1,c.eq.1,d.eq.1,e.eq.1,f.eq.1)", "KB602")]
    [InlineData("(or(and(or(a.eq.1))))", "KB603")]
    [InlineData("(a.in.(1,2,3,4,5))", "KB605")]
    public void Each_limit_has_its_own_error(string value, string code) =>
        Assert.Equal((400, code), Refusals.Of(() => Tree("or", value)) is var r ? (r.Status, r.Error.Code) : default);

    [Fact]
    public void A_JSON_path_over_the_limit_is_refused()
    {
        Assert.Equal(3, TreePath.Parse("a->b->c->>d", Limits).Field.Path.Length);
        Assert.Equal("KB610", Refusals.Of(() => TreePath.Parse("a->b->c->d->>e", Limits)).Error.Code);
        Assert.Equal("KB610", Refusals.Of(() => Tree("or", "(a->b->c->d->>e.eq.1)")).Error.Code);
    }

    [Fact]
    public void Filters_are_counted_over_the_whole_request()
    {
        var parser = new FilterParser(Limits);
        parser.ParseTree(negated: false, Connective.Or, "(a.eq.1,b.eq.1,c.eq.1)");
        parser.ParseField(new("d"), "eq.1");
        parser.ParseField(new("e"), "eq.1");

        Assert.Equal("KB602", Refusals.Of(() => parser.ParseField(new("f"), "eq.1")).Error.Code);
    }

    [Fact]
    public void Ten_thousand_brackets_are_refused_and_no_stack_overflows() =>
        Assert.Equal("KB603", Refusals.Of(() => Tree("or", string.Concat(Enumerable.Repeat("(or", 10_000)))).Error.Code);

    [Theory]
    [InlineData("eq.1", true)]
    [InlineData("not.eq.1", true)]
    [InlineData("not.x", true)]
    [InlineData("in.x", true)]
    [InlineData("is.x", true)]
    [InlineData("isdistinct.x", true)]
    [InlineData("like(any).{a}", true)]
    [InlineData("fts(english).x", true)]
    [InlineData("wfts.x", true)]
    [InlineData("", false)]
    [InlineData("1", false)]
    [InlineData("eq", false)]
    [InlineData("Eq.1", false)]
    [InlineData("in", false)]
    [InlineData("in(1)", false)]
    [InlineData("fts().x", false)]
    [InlineData("neq(any).x", false)]
    [InlineData("like(some).x", false)]
    [InlineData("a@b.org", false)]
    [InlineData("nothing.here", false)]
    public void A_condition_is_told_from_an_argument_by_its_operator(string value, bool condition) => Assert.Equal(condition, OperatorHead.Begins(value));

    private static FilterNode<FieldPath> Column(string key, string value) => new FilterParser(Limits).ParseField(TreePath.Parse(key, Limits).Field, value);

    private static FilterNode<FieldPath> Tree(string key, string value) => new FilterParser(Limits).ParseTree(
        key.StartsWith("not.", StringComparison.Ordinal), key.EndsWith("and", StringComparison.Ordinal) ? Connective.And : Connective.Or, value);
}
