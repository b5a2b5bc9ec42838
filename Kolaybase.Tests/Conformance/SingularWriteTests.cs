using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Resource Representation, "Singular or Plural", for writes: more than one row undoes them.</summary>
public class SingularWriteTests(WriteHosts hosts) : WriteChapter(hosts)
{
    private const string One = "application/vnd.pgrst.object+json";
    private const string Message = "Cannot coerce the result to a single JSON object";

    [Theory, Majors, Item("application/vnd.pgrst.object+json")]
    public Task A_write_of_one_row_gives_one_object(int major) => CheckAsync(
        major,
        Post("items?select=id", """{"name":"A"}""").Accept(One).Prefer("return=representation").Gives("""{"id":4}""", 201).Has("Content-Type", "application/vnd.pgrst.object+json; charset=utf-8"),
        Post("items?select=id", """[{"name":"A"}]""").Accept(One).Prefer("return=representation").Gives("""{"id":4}""", 201),
        Patch("items?id=eq.1&select=id", """{"name":"A"}""").Accept(One).Prefer("return=representation").Gives("""{"id":1}"""),
        Delete("items?id=eq.1&select=id").Accept(One).Prefer("return=representation").Gives("""{"id":1}"""));

    [Theory, Majors, Item("PGRST116")]
    public Task A_write_of_none_or_several_is_undone(int major) => CheckAsync(
        major,
        Post("items", """[{"name":"A"},{"name":"B"}]""").Accept(One).Prefer("return=representation").Refused(406, "PGRST116", Message, "The result contains 2 rows").Then(
            Get("items?name=in.(A,B)").Gives("[]")),
        Patch("items?id=gt.1", """{"name":"A"}""").Accept(One).Prefer("return=representation").Refused(406, "PGRST116", Message, "The result contains 2 rows").Then(
            Get("items?name=eq.A").Gives("[]")),
        Patch("items?id=eq.99", """{"name":"A"}""").Accept(One).Prefer("return=representation").Refused(406, "PGRST116", Message, "The result contains 0 rows"),
        Delete("items?id=gt.1").Accept(One).Prefer("return=representation").Refused(406, "PGRST116", Message, "The result contains 2 rows").Then(
            Get("items?select=id&order=id").Gives("""[{"id":1},{"id":2},{"id":3}]""")));
}
