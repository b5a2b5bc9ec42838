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

    [Theory, Majors, Item("application/geo+json")]
    public Task Geojson_needs_PostGIS(int major) => CheckAsync(
        major,
        // The servers of this suite have no PostGIS; then PostgREST has no such type either.
        Get("books").Accept("application/geo+json").RefusedSaying(406, "PGRST107", "None of these media types are available: application/geo+json"));
}
