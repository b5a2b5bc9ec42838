using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.TablesAndViews;

/// <summary>Tables and Views, "Ordering".</summary>
public class OrderingTests : ReadChapter
{
    [Theory, Majors, Item("asc", "desc", "nullsfirst", "nullslast")]
    public Task Rows_are_ordered_with_nulls_where_one_says(int major) => CheckAsync(
        major,
        Get("authors?select=id&order=born").Gives("""[{"id":1},{"id":2},{"id":4},{"id":3}]"""),
        Get("authors?select=id&order=born.asc").Gives("""[{"id":1},{"id":2},{"id":4},{"id":3}]"""),
        Get("authors?select=id&order=born.desc").Gives("""[{"id":3},{"id":4},{"id":2},{"id":1}]"""),
        Get("authors?select=id&order=born.nullsfirst").Gives("""[{"id":3},{"id":1},{"id":2},{"id":4}]"""),
        Get("authors?select=id&order=born.desc.nullslast").Gives("""[{"id":4},{"id":2},{"id":1},{"id":3}]"""),
        Get("authors?select=id&order=born.asc.nullsfirst").Gives("""[{"id":3},{"id":1},{"id":2},{"id":4}]"""));

    [Theory, Majors, Item("several orders")]
    public Task Several_columns_order_one_after_another(int major) => CheckAsync(
        major,
        Get("books?select=id&order=genre,pages.desc").Gives("""[{"id":3},{"id":1},{"id":2},{"id":4},{"id":5}]"""),
        Get("books?select=id&order=author_id.desc.nullslast,id.desc").Gives("""[{"id":4},{"id":3},{"id":2},{"id":1},{"id":5}]"""));

    [Theory, Majors, Item("PGRST100")]
    public Task An_order_that_does_not_exist_is_pointed_at(int major) => CheckAsync(
        major,
        Get("books?order=id.smth").Refused(400, "PGRST100", "\"failed to parse order (id.smth)\" (line 1, column 4)", "unexpected \"s\" expecting \"asc\", \"desc\", \"nullsfirst\" or \"nullslast\""),
        Get("books?order=id.asc.nlsfst").Refused(400, "PGRST100", "\"failed to parse order (id.asc.nlsfst)\" (line 1, column 8)", "unexpected \"l\" expecting \"nullsfirst\" or \"nullslast\""),
        Get("books?order=id.descc").Refused(400, "PGRST100", "\"failed to parse order (id.descc)\" (line 1, column 8)", "unexpected 'c' expecting delimiter (.), \",\" or end of input"),
        Get("books?order=nope").Refused(400, "42703", "column books.nope does not exist"));
}
