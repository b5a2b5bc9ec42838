using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.Functions;

/// <summary>Functions as RPC: what they return and what may be asked of it.</summary>
public class ResultTests : ReadChapter
{
    [Theory, Majors, Item("scalar results")]
    public Task A_scalar_is_the_whole_answer(int major) => CheckAsync(
        major,
        Get("rpc/number_array").Gives("[1,2,3]"),
        Get("rpc/no_text").Gives("null"),
        Get("rpc/a_range?low=1&high=5").Gives("\"[1,5)\""),
        Get("rpc/a_genre?value=poetry").Gives("\"poetry\""),
        Get("rpc/a_size").Gives("""{"width":2,"height":3}"""),
        Get("rpc/add_them?a=1&b=2").Prefer("count=exact").Gives("3").Range("0-0/1"));

    [Theory, Majors, Item("set results")]
    public Task A_set_of_scalars_is_an_array(int major) => CheckAsync(
        major,
        Get("rpc/three_numbers").Gives("[1,2,3]").Range("0-2/*"),
        Post("rpc/three_numbers", "{}").Gives("[1,2,3]"));

    [Theory, Majors, Item("table results")]
    public Task Rows_are_an_array_and_one_row_is_an_object(int major) => CheckAsync(
        major,
        Get("rpc/pairs").Gives("""[{"letter":"a","place":1},{"letter":"b","place":2}]"""),
        Get("rpc/one_column").Gives("""[{"letter":"a"}]"""),
        Get("rpc/one_book?book_id=2").Gives("""{"id":2,"title":"Salt","genre":"poetry","author_id":1,"price":8.00,"pages":90,"published":"1935-06-15"}"""),
        Get("rpc/one_book?book_id=2&select=title").Gives("""{"title":"Salt"}"""),
        Get("rpc/split_sum?n=3").Gives("""{"twice":6,"half":1.5000000000000000}"""),
        Get("rpc/plus_one?n=3").Gives("""{"n":4}"""),
        Get("rpc/a_record").Gives("""{"id":1,"title":"Sea"}"""),
        Get("rpc/books_from?min_pages=9999").Gives("[]").Range("*/*"));

    [Theory, Majors, Item("void results")]
    public Task Void_is_204_without_content(int major) => CheckAsync(
        major,
        Post("rpc/nothing_at_all", "{}").GivesNothing(204).Lacks("Content-Type"));

    [Theory, Majors, Item("filters on results", "select on results", "order on results", "paging of results")]
    public Task Rows_are_filtered_selected_ordered_and_cut(int major) => CheckAsync(
        major,
        Get("rpc/books_from?min_pages=100&genre=eq.novel&select=id,title&order=id.desc").Gives("""[{"id":3,"title":"Storm"},{"id":1,"title":"Sea"}]"""),
        Post("rpc/books_from?id=gt.1&id=lt.5&select=id", """{"min_pages":100}""").Gives("""[{"id":3},{"id":4}]"""),
        Get("rpc/books_from?select=id&order=id&limit=2&offset=1").Gives("""[{"id":2},{"id":3}]""").Range("1-2/*"),
        Post("rpc/books_from?select=id&order=id&limit=1&offset=1", "{}").Prefer("count=exact").Gives("""[{"id":2}]""", 206).Range("1-1/5").Applied("count=exact"),
        Get("rpc/books_from?select=id&order=id").With("Range", "1-2").Gives("""[{"id":2},{"id":3}]""").Range("1-2/*"),
        Get("rpc/books_from?or=(id.eq.1,id.eq.5)&select=nr:id,byline").Gives("""[{"nr":1,"byline":"Sea by Ada"},{"nr":5,"byline":"Anonymous by nobody"}]"""),
        Get("rpc/pairs?letter=eq.b&select=place::text").Gives("""[{"place":"2"}]"""),
        Get("rpc/pairs?order=place.desc&limit=1").Gives("""[{"letter":"b","place":2}]"""),
        Head("rpc/books_from?limit=2").Prefer("count=exact").GivesNothing(206).Range("0-1/5"),
        Get("rpc/books_from?offset=9").Prefer("count=exact").Refused(416, "PGRST103", "Requested range not satisfiable", "An offset of 9 was requested, but there are only 5 rows."));

    [Theory, Majors, Item("one object of a function")]
    public Task One_object_and_csv_are_made_of_rows(int major) => CheckAsync(
        major,
        Get("rpc/books_from?id=eq.1&select=id").Accept("application/vnd.pgrst.object+json").Gives("""{"id":1}"""),
        Get("rpc/books_from?select=id").Accept("application/vnd.pgrst.object+json").Refused(406, "PGRST116", "Cannot coerce the result to a single JSON object", "The result contains 5 rows"),
        Get("rpc/pairs").Accept("text/csv").GivesText("letter,place\na,1\nb,2").Has("Content-Type", "text/csv; charset=utf-8"));
}
