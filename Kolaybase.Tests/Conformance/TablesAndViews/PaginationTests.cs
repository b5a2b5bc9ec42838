using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.TablesAndViews;

/// <summary>Tables and Views, "Limits and Pagination", and Pagination and Count.</summary>
public class PaginationTests : ReadChapter
{
    [Theory, Majors, Item("limit", "offset", "Content-Range")]
    public Task Limit_and_offset_cut_a_page(int major) => CheckAsync(
        major,
        Get("books?select=id&order=id&limit=2").Gives("""[{"id":1},{"id":2}]""").Range("0-1/*"),
        Get("books?select=id&order=id&limit=2&offset=3").Gives("""[{"id":4},{"id":5}]""").Range("3-4/*"),
        Get("books?select=id&order=id&offset=4").Gives("""[{"id":5}]""").Range("4-4/*"),
        Get("books?select=id&order=id&offset=9").Gives("[]").Range("*/*"),
        Get("books?select=id&limit=0").Gives("[]").Range("*/*"),
        Get("books?select=id&id=eq.9").Gives("[]").Range("*/*"),
        Get("books?limit=-1").Refused(416, "PGRST103", "Requested range not satisfiable", "Limit should be greater than or equal to zero."));

    [Theory, Majors, Item("Range", "Range-Unit")]
    public Task A_range_header_cuts_a_page(int major) => CheckAsync(
        major,
        Get("books?select=id&order=id").With("Range", "1-2").Gives("""[{"id":2},{"id":3}]""").Range("1-2/*"),
        Get("books?select=id&order=id").With("Range-Unit", "items").With("Range", "3-").Gives("""[{"id":4},{"id":5}]""").Range("3-4/*"),
        Get("books?select=id&order=id&limit=3").With("Range", "0-0").Gives("""[{"id":1}]""").Range("0-0/*"),
        Get("books?select=id&order=id").With("Range", "3-100").Gives("""[{"id":4},{"id":5}]""").Range("3-4/*"),
        Get("books").With("Range", "2-1").Refused(416, "PGRST103", "Requested range not satisfiable", "The lower boundary must be lower than or equal to the upper boundary in the Range header."),
        Head("books?select=id").With("Range", "0-1").Range("0-4/*"));

    [Theory, Majors, Item("count=exact", "206", "416", "PGRST103")]
    public Task An_exact_count_tells_the_total(int major) => CheckAsync(
        major,
        Get("books?select=id&order=id").Prefer("count=exact").Gives("""[{"id":1},{"id":2},{"id":3},{"id":4},{"id":5}]""").Range("0-4/5").Applied("count=exact"),
        Get("books?select=id&order=id&limit=2").Prefer("count=exact").Gives("""[{"id":1},{"id":2}]""", 206).Range("0-1/5"),
        Get("books?select=id&order=id").With("Range", "3-4").Prefer("count=exact").Gives("""[{"id":4},{"id":5}]""", 206).Range("3-4/5"),
        Get("books?select=id&id=eq.9").Prefer("count=exact").Gives("[]").Range("*/0"),
        Get("books?select=id&genre=eq.novel&order=id").Prefer("count=exact").Gives("""[{"id":1},{"id":3}]""").Range("0-1/2"),
        Get("books?select=id&limit=0").Prefer("count=exact").Gives("[]", 206).Range("*/5"),
        Get("books?offset=6").Prefer("count=exact").Refused(416, "PGRST103", "Requested range not satisfiable", "An offset of 6 was requested, but there are only 5 rows.").Range("*/5"),
        Head("books?limit=2").Prefer("count=exact").GivesNothing(206).Range("0-1/5"));

    [Theory, Majors, Item("count=planned", "count=estimated")]
    public Task A_planned_or_estimated_count_tells_about_the_total(int major) => CheckAsync(
        major,
        Get("thousands?select=id&order=id&limit=1").Prefer("count=planned").Gives("""[{"id":1}]""", 206).Range("0-0/1200").Applied("count=planned"),
        Get("thousands?select=id&order=id&limit=1").Prefer("count=estimated").Gives("""[{"id":1}]""", 206).Range("0-0/1200").Applied("count=estimated"),
        Head("thousands?limit=10").Prefer("count=planned").GivesNothing(206).Range("0-9/1200"));

    [Theory, Majors, Item("cap of rows")]
    public Task Anonymous_and_signed_in_users_get_a_thousand_rows_at_most(int major) => CheckAsync(
        major,
        Head("thousands").As("anon").Range("0-999/*"),
        Head("thousands?limit=1100").As("authenticated").Prefer("count=exact").GivesNothing(206).Range("0-999/1200"),
        Head("thousands?offset=500").As("anon").Range("500-1199/*"),
        Head("thousands").Range("0-1199/*"));

    [Theory, Majors, Item("HEAD")]
    public Task Head_answers_as_get_without_a_body(int major) => CheckAsync(
        major,
        Head("books?select=id").Range("0-4/*").Has("Content-Type", "application/json; charset=utf-8"),
        Head("nowhere").GivesNothing(404));
}
