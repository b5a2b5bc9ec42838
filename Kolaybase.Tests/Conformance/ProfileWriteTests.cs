using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Schemas, for writes and calls by POST.</summary>
public class ProfileWriteTests(WriteHosts hosts) : WriteChapter(hosts)
{
    [Theory, Majors, Item("Content-Profile")]
    public Task Writes_choose_by_Content_Profile(int major) => CheckAsync(
        major,
        Post("incoming", """{"id":1,"title":"New"}""").With("Content-Profile", "archive").Prefer("return=representation").Gives("""[{"id":1,"title":"New"}]""", 201).Has("Content-Profile", "archive").Then(
            Patch("incoming?id=eq.1", """{"title":"Newer"}""").With("Content-Profile", "archive").Prefer("return=representation").Gives("""[{"id":1,"title":"Newer"}]"""),
            Put("incoming?id=eq.1", """{"id":1,"title":"Put"}""").With("Content-Profile", "archive").Prefer("return=representation").Gives("""[{"id":1,"title":"Put"}]"""),
            Get("incoming").With("Accept-Profile", "archive").Gives("""[{"id":1,"title":"Put"}]"""),
            Delete("incoming?id=eq.1").With("Content-Profile", "archive").GivesNothing(204),
            Get("incoming").With("Accept-Profile", "archive").Gives("[]")),
        Post("incoming", """{"id":1}""").With("Accept-Profile", "archive").RefusedAs(404, "PGRST205"),
        Post("rpc/records_from?select=id", """{"first":2}""").With("Content-Profile", "archive").Gives("""[{"id":2}]"""));
}
