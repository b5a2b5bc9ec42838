using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.TablesAndViews;

/// <summary>Tables and Views, "Horizontal Filtering" and "Operators": comparisons.</summary>
public class OperatorTests : ReadChapter
{
    [Theory, Majors, Item("eq")]
    public Task Eq_is_equality(int major) => CheckAsync(
        major,
        Get("books?id=eq.2&select=title").Gives("""[{"title":"Salt"}]"""),
        Get("samples?flag=eq.true&select=id").Gives("""[{"id":1}]"""),
        Get("samples?genre=eq.essay&select=id").Gives("""[{"id":2}]"""),
        Get("samples?uid=eq.00000000-0000-0000-0000-000000000002&select=id").Gives("""[{"id":2}]"""),
        Get("samples?big=eq.9007199254740993&select=big").Gives("""[{"big":9007199254740993}]"""),
        Get("samples?label=eq.null&select=id").Gives("[]"),
        Get("books?id=eq.one").Refused(400, "22P02", "invalid input syntax for type integer: \"one\""),
        Get("samples?genre=eq.opera").Refused(400, "22P02", "invalid input value for enum genre: \"opera\""));

    [Theory, Majors, Item("neq")]
    public Task Neq_is_inequality_and_leaves_null_out(int major) => CheckAsync(
        major,
        Get("samples?label=neq.one&select=id").Gives("""[{"id":2}]"""),
        Get("books?genre=neq.novel&select=id&order=id").Gives("""[{"id":2},{"id":4},{"id":5}]"""));

    [Theory, Majors, Item("gt", "gte", "lt", "lte")]
    public Task Gt_gte_lt_and_lte_compare(int major) => CheckAsync(
        major,
        Get("books?pages=gt.120&select=id&order=id").Gives("""[{"id":1},{"id":3}]"""),
        Get("books?pages=gte.120&select=id&order=id").Gives("""[{"id":1},{"id":3},{"id":4}]"""),
        Get("books?pages=lt.120&select=id&order=id").Gives("""[{"id":2},{"id":5}]"""),
        Get("books?pages=lte.120&select=id&order=id").Gives("""[{"id":2},{"id":4},{"id":5}]"""),
        Get("books?published=lt.1900-01-01&select=id").Gives("""[{"id":5}]"""),
        Get("books?price=gte.8&price=lt.20&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("books?genre=lt.essay&select=id&order=id").Gives("""[{"id":1},{"id":2},{"id":3}]"""));

    [Theory, Majors, Item("in")]
    public Task In_is_one_of_a_list(int major) => CheckAsync(
        major,
        Get("books?id=in.(1,3,9)&select=id&order=id").Gives("""[{"id":1},{"id":3}]"""),
        Get("books?title=in.(Sea,Salt)&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("books?id=in.()&select=id").Gives("[]"),
        Get("books?id=not.in.()&select=id&limit=1&order=id").Gives("""[{"id":1}]"""),
        Get("books?id=not.in.(1,2,3)&select=id&order=id").Gives("""[{"id":4},{"id":5}]"""));

    [Theory, Majors, Item("is")]
    public Task Is_asks_for_null_and_truth_values(int major) => CheckAsync(
        major,
        Get("books?price=is.null&select=id").Gives("""[{"id":4}]"""),
        Get("books?price=is.NULL&select=id").Gives("""[{"id":4}]"""),
        Get("samples?label=is.not_null&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("samples?label=not.is.null&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("samples?flag=is.true&select=id").Gives("""[{"id":1}]"""),
        Get("samples?flag=is.false&select=id").Gives("""[{"id":2}]"""),
        Get("samples?flag=is.unknown&select=id").Gives("""[{"id":3}]"""),
        Get("samples?flag=not.is.true&select=id&order=id").Gives("""[{"id":2},{"id":3}]"""),
        Get("samples?flag=is.maybe").Refused(400, "PGRST100", "\"failed to parse filter (is.maybe)\" (line 1, column 4)", "unexpected \"m\" expecting isVal: (null, not_null, true, false, unknown)"));

    [Theory, Majors, Item("isdistinct")]
    public Task Isdistinct_takes_null_for_a_value(int major) => CheckAsync(
        major,
        Get("samples?label=isdistinct.one&select=id&order=id").Gives("""[{"id":2},{"id":3}]"""),
        Get("samples?label=not.isdistinct.one&select=id").Gives("""[{"id":1}]"""));

    [Theory, Majors, Item("not.")]
    public Task Not_negates_any_operator(int major) => CheckAsync(
        major,
        Get("books?id=not.eq.1&id=not.gt.3&select=id&order=id").Gives("""[{"id":2},{"id":3}]"""),
        Get("books?title=not.like.S*&select=id").Gives("""[{"id":5}]"""),
        Get("samples?tags=not.cs.{b}&select=id").Gives("[]"),
        Get("books?id=not.not.eq.1").Refused(400, "PGRST100", "\"failed to parse filter (not.not.eq.1)\" (line 1, column 5)", "unexpected \"n\" expecting operator (eq, gt, ...)"));

    [Theory, Majors, Item("PGRST100")]
    public Task An_operator_that_does_not_exist_is_pointed_at(int major) => CheckAsync(
        major,
        Get("books?id=noop.1").Refused(400, "PGRST100", "\"failed to parse filter (noop.1)\" (line 1, column 1)", "unexpected \"o\" expecting \"not\" or operator (eq, gt, ...)"),
        Get("books?id=1").Refused(400, "PGRST100", "\"failed to parse filter (1)\" (line 1, column 1)", "unexpected \"1\" expecting \"not\" or operator (eq, gt, ...)"),
        Get("books?id=in(any).(1)").Refused(400, "PGRST100", "\"failed to parse filter (in(any).(1))\" (line 1, column 3)", "unexpected \"(\" expecting operator (eq, gt, ...)"));
}
