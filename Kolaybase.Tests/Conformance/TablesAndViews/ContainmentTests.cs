using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.TablesAndViews;

/// <summary>Tables and Views, "Operators" for arrays, ranges and jsonb.</summary>
public class ContainmentTests : ReadChapter
{
    [Theory, Majors, Item("cs")]
    public Task Cs_contains(int major) => CheckAsync(
        major,
        Get("samples?tags=cs.{b}&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("samples?tags=cs.{a,b}&select=id").Gives("""[{"id":1}]"""),
        Get("samples?span=cs.[2,3)&select=id").Gives("""[{"id":1}]"""),
        Get("""documents?data=cs.{"kind":"memo"}&select=id""").Gives("""[{"id":2}]"""),
        Get("samples?id=cs.{1}").Refused(404, "42883", "operator does not exist: integer @> unknown", null, "No operator matches the given name and argument types. You might need to add explicit type casts."));

    [Theory, Majors, Item("cd")]
    public Task Cd_is_contained_in(int major) => CheckAsync(
        major,
        Get("samples?numbers=cd.{1,2,3,4}&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("samples?span=cd.[0,6)&select=id&order=id").Gives("""[{"id":1},{"id":3}]"""),
        Get("""documents?data=cd.{"kind":null,"more":1}&select=id""").Gives("""[{"id":3}]"""));

    [Theory, Majors, Item("ov")]
    public Task Ov_overlaps(int major) => CheckAsync(
        major,
        Get("samples?tags=ov.{c,z}&select=id").Gives("""[{"id":2}]"""),
        Get("samples?span=ov.[4,6)&select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("samples?stay=ov.[2024-01-15,2024-01-20)&select=id").Gives("""[{"id":1}]"""));

    [Theory, Majors, Item("sl", "sr")]
    public Task Sl_and_sr_lie_strictly_left_and_right(int major) => CheckAsync(
        major,
        Get("samples?span=sl.[5,6)&select=id").Gives("""[{"id":1}]"""),
        Get("samples?span=sr.[1,5)&select=id").Gives("""[{"id":2}]"""));

    [Theory, Majors, Item("nxr", "nxl")]
    public Task Nxr_and_nxl_do_not_extend_right_and_left(int major) => CheckAsync(
        major,
        Get("samples?span=nxr.[1,7)&select=id").Gives("""[{"id":1}]"""),
        Get("samples?span=nxl.[5,7)&select=id").Gives("""[{"id":2}]"""));

    [Theory, Majors, Item("adj")]
    public Task Adj_is_adjacent(int major) => CheckAsync(
        major,
        Get("samples?span=adj.[10,12)&select=id").Gives("""[{"id":2}]"""),
        Get("samples?span=adj.[5,10)&select=id").Gives("""[{"id":1}]"""));
}
