using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Resource Representation and Media Type Handlers.</summary>
public class MediaTypeTests : ReadChapter
{
    private const string One = "application/vnd.pgrst.object+json";

    [Theory, Majors, Item("application/json")]
    public Task Json_is_what_one_gets_unless_something_else_is_asked(int major) => CheckAsync(
        major,
        Get("books?select=id&id=eq.1").Gives("""[{"id":1}]""").Has("Content-Type", "application/json; charset=utf-8"),
        Get("books?select=id&id=eq.1").Accept("*/*").Gives("""[{"id":1}]""").Has("Content-Type", "application/json; charset=utf-8"),
        Get("books?select=id&id=eq.1").Accept("text/plain, application/json").Gives("""[{"id":1}]""").Has("Content-Type", "application/json; charset=utf-8"),
        Get("books?select=id&id=eq.1").Accept("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8").Gives("""[{"id":1}]"""),
        Get("books?select=id&id=eq.1").Accept("application/vnd.pgrst.array+json").Gives("""[{"id":1}]"""));

    [Theory, Majors, Item("application/vnd.pgrst.object+json")]
    public Task One_object_comes_without_its_array(int major) => CheckAsync(
        major,
        Get("books?select=id,title&id=eq.1").Accept(One).Gives("""{"id":1,"title":"Sea"}""").Has("Content-Type", "application/vnd.pgrst.object+json; charset=utf-8"),
        Get("books?select=id&id=eq.1").Accept("application/vnd.pgrst.object").Gives("""{"id":1}"""),
        Get("books?select=id&order=id&limit=1").Accept(One).Gives("""{"id":1}"""),
        Get("books?select=title,authors(name)&id=eq.1").Accept(One).Gives("""{"title":"Sea","authors":{"name":"Ada"}}"""),
        Head("books?select=id&id=eq.1").Accept(One).Has("Content-Type", "application/vnd.pgrst.object+json; charset=utf-8"));

    [Theory, Majors, Item("PGRST116")]
    public Task No_row_or_several_are_no_object(int major) => CheckAsync(
        major,
        Get("books?id=eq.99").Accept(One).Refused(406, "PGRST116", "Cannot coerce the result to a single JSON object", "The result contains 0 rows"),
        Get("books?id=lt.4").Accept(One).Refused(406, "PGRST116", "Cannot coerce the result to a single JSON object", "The result contains 3 rows"));

    [Theory, Majors, Item("nulls=stripped")]
    public Task Nulls_are_stripped_when_asked(int major) => CheckAsync(
        major,
        Get("books?id=in.(4,5)&select=id,price,author_id&order=id").Accept("application/vnd.pgrst.array+json;nulls=stripped")
            .Gives("""[{"id":4,"author_id":3},{"id":5,"price":5.25}]""").Has("Content-Type", "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8"),
        Get("books?id=eq.4&select=id,price,published").Accept("application/vnd.pgrst.object+json;nulls=stripped")
            .Gives("""{"id":4}""").Has("Content-Type", "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8"),
        Get("books?id=eq.5&select=id,authors(name)").Accept("application/vnd.pgrst.array+json;nulls=stripped").Gives("""[{"id":5}]"""));

    [Theory, Majors, Item("text/csv")]
    public Task Csv_has_a_header_and_quotes_where_needed(int major) => CheckAsync(
        major,
        Get("books?select=id,title,price&id=in.(1,4)&order=id").Accept("text/csv").GivesText("id,title,price\n1,Sea,12.50\n4,Sand,").Has("Content-Type", "text/csv; charset=utf-8"),
        Get("phrases?select=phrase&id=in.(2,3)&order=id").Accept("text/csv").GivesText("phrase\n\"a,b\"\n\"with \"\"quotes\"\"\""),
        Get("samples?select=id,tags,size,flag&id=eq.1").Accept("text/csv").GivesText("id,tags,size,flag\n1,\"{a,b}\",\"(2,3)\",t"),
        Get("books?select=id,nr:pages&id=eq.99").Accept("text/csv").GivesText("id,nr\n"),
        Head("books?select=id").Accept("text/csv").Has("Content-Type", "text/csv; charset=utf-8"));

    [Theory, Majors, Item("text/plain")]
    public Task Plain_text_is_what_a_function_makes_of_its_type(int major) => CheckAsync(
        major,
        Get("rpc/hello_plain").Accept("text/plain").GivesText("hello").Has("Content-Type", "text/plain; charset=utf-8"));

    [Theory, Majors, Item("application/octet-stream")]
    public Task Bytes_are_what_a_function_makes_of_its_type(int major) => CheckAsync(
        major,
        Get("rpc/three_bytes").Accept("application/octet-stream").Answers(200).Has("Content-Type", "application/octet-stream").Has("Content-Length", "3"));

    [Theory, Majors, Item("application/geo+json")]
    public Task Geojson_needs_PostGIS(int major) => CheckAsync(
        major,
        // The servers of this suite have no PostGIS; then PostgREST has no such type either.
        Get("books").Accept("application/geo+json").RefusedSaying(406, "PGRST107", "None of these media types are available: application/geo+json"));

    [Theory, Majors, Item("PGRST107")]
    public Task Other_types_are_406(int major) => CheckAsync(
        major,
        Get("books").Accept("image/png").RefusedSaying(406, "PGRST107", "None of these media types are available: image/png"),
        Get("books").Accept("text/unknown, image/png").RefusedSaying(406, "PGRST107", "None of these media types are available: text/unknown, image/png"),
        Get("rpc/greet").Accept("image/png").RefusedSaying(406, "PGRST107", "None of these media types are available: image/png"));
}
