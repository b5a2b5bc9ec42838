using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.TablesAndViews;

/// <summary>Tables and Views, "Pattern Matching" and "Operator Modifiers".</summary>
public class PatternAndModifierTests : ReadChapter
{
    [Theory, Majors, Item("like", "* as %")]
    public Task Like_matches_a_pattern_in_which_a_star_stands_for_percent(int major) => CheckAsync(
        major,
        Get("books?title=like.S*&select=id&order=id").Gives("""[{"id":1},{"id":2},{"id":3},{"id":4}]"""),
        Get("books?title=like.*and&select=id").Gives("""[{"id":4}]"""),
        Get("books?title=like.%25t%25&select=id&order=id").Gives("""[{"id":2},{"id":3}]"""),
        Get("books?title=like.S__&select=id").Gives("""[{"id":1}]"""),
        Get("books?title=like.s*&select=id").Gives("[]"),
        Get("phrases?phrase=like.per%5C%25cent&select=id").Gives("""[{"id":7}]"""),
        Get("phrases?phrase=eq.star*&select=id").Gives("""[{"id":8}]"""));

    [Theory, Majors, Item("ilike")]
    public Task Ilike_does_so_in_any_case(int major) => CheckAsync(
        major,
        Get("books?title=ilike.s*&select=id&order=id").Gives("""[{"id":1},{"id":2},{"id":3},{"id":4}]"""),
        Get("phrases?phrase=ilike.PL*&select=id&order=id").Gives("""[{"id":1},{"id":11}]"""));

    [Theory, Majors, Item("match", "imatch")]
    public Task Match_and_imatch_take_regular_expressions(int major) => CheckAsync(
        major,
        Get("books?title=match.^S.*[dm]$&select=id&order=id").Gives("""[{"id":3},{"id":4}]"""),
        Get("books?title=match.^s&select=id").Gives("[]"),
        Get("books?title=imatch.^s.*[DM]$&select=id&order=id").Gives("""[{"id":3},{"id":4}]"""),
        Get("books?title=match.(").Refused(400, "2201B", "invalid regular expression: parentheses () not balanced"));

    [Theory, Majors, Item("(any)")]
    public Task Any_is_true_when_one_value_fits(int major) => CheckAsync(
        major,
        Get("books?id=eq(any).{1,3}&select=id&order=id").Gives("""[{"id":1},{"id":3}]"""),
        Get("books?title=like(any).{S*a,*nd}&select=id&order=id").Gives("""[{"id":1},{"id":4}]"""),
        Get("books?title=ilike(any).{s*A,*ND}&select=id&order=id").Gives("""[{"id":1},{"id":4}]"""),
        Get("books?title=match(any).{^Se,m$}&select=id&order=id").Gives("""[{"id":1},{"id":3}]"""),
        Get("books?title=imatch(any).{^se,M$}&select=id&order=id").Gives("""[{"id":1},{"id":3}]"""),
        Get("books?pages=lt(any).{70,100}&select=id&order=id").Gives("""[{"id":2},{"id":5}]"""),
        Get("books?pages=gte(any).{410,1000}&select=id").Gives("""[{"id":3}]"""),
        Get("books?id=not.eq(any).{1,3}&select=id&order=id").Gives("""[{"id":2},{"id":4},{"id":5}]"""),
        Get("books?or=(id.eq(any).{1,2},title.like(any).{*rm})&select=id&order=id").Gives("""[{"id":1},{"id":2},{"id":3}]"""));

    [Theory, Majors, Item("(all)")]
    public Task All_is_true_when_every_value_fits(int major) => CheckAsync(
        major,
        Get("books?title=like(all).{S*,*a*}&select=id&order=id").Gives("""[{"id":1},{"id":2},{"id":4}]"""),
        Get("books?pages=gt(all).{100,200}&select=id&order=id").Gives("""[{"id":1},{"id":3}]"""),
        Get("books?pages=lte(all).{90,120}&select=id&order=id").Gives("""[{"id":2},{"id":5}]"""),
        Get("books?id=eq(all).{1}&select=id").Gives("""[{"id":1}]"""));
}
