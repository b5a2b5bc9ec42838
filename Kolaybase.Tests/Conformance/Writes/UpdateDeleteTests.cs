using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.Writes;

/// <summary>Tables and Views, "Update", "Delete" and their limited forms (as PostgREST 12 had them).</summary>
public class UpdateDeleteTests(WriteHosts hosts) : WriteChapter(hosts)
{
    private const string Represent = "return=representation";

    [Theory, Majors, Item("PATCH")]
    public Task Patch_changes_the_rows_that_match(int major) => CheckAsync(
        major,
        Patch("items?id=eq.1", """{"quantity":11}""").GivesNothing(204).Range("0-0/*").Then(Get("items?select=id,quantity&order=id").Gives("""[{"id":1,"quantity":11},{"id":2,"quantity":5},{"id":3,"quantity":null}]""")),
        Patch("items?id=gt.1&select=id,quantity&order=id", """{"quantity":0}""").Prefer(Represent).Gives("""[{"id":2,"quantity":0},{"id":3,"quantity":0}]""").Range("0-1/*").Applied("return=representation"),
        Patch("items?id=eq.99", """{"quantity":1}""").GivesNothing(204).Range("*/*"),
        Patch("items?id=eq.99", """{"quantity":1}""").Prefer(Represent).Gives("[]").Range("*/*"),
        Patch("items?id=in.(1,2)", """{"quantity":1}""").Prefer("count=exact").GivesNothing(204).Range("0-1/2").Applied("count=exact"),
        Patch("items?id=eq.1", "{}").GivesNothing(204).Range("*/*"),
        Patch("items?id=eq.1", "{}").Prefer(Represent).Gives("[]"),
        Patch("items?id=eq.1&columns=name&select=name,quantity", """{"name":"X","quantity":99}""").Prefer(Represent).Gives("""[{"name":"X","quantity":10}]"""),
        Patch("items?id=eq.1&select=attributes", """{"attributes":{"w":[1,"2"]}}""").Prefer(Represent).Gives("""[{"attributes":{"w":[1,"2"]}}]"""),
        Patch("items?attributes->w=eq.1&select=id", """{"name":"W"}""").Prefer(Represent).Gives("""[{"id":1}]"""),
        Patch("items?or=(id.eq.1,name.eq.Ink)", """{"name":"Both"}""").Prefer("count=exact").GivesNothing(204).Range("0-1/2"),
        Patch("items?id=eq.1", """{"nope":1}""").Refused(400, "PGRST204", "Could not find the 'nope' column of 'items' in the schema cache"),
        Patch("item_names?id=eq.1", """{"name":"View"}""").Prefer(Represent).Gives("""[{"id":1,"name":"View"}]"""));

    [Theory, Majors, Item("DELETE")]
    public Task Delete_removes_the_rows_that_match(int major) => CheckAsync(
        major,
        Delete("items?id=eq.1").GivesNothing(204).Range("*/*").Then(Get("items?select=id&order=id").Gives("""[{"id":2},{"id":3}]""")),
        Delete("items?id=lt.3").Prefer("count=exact").GivesNothing(204).Range("*/2").Applied("count=exact"),
        Delete("items?id=eq.2&select=id,name").Prefer(Represent).Gives("""[{"id":2,"name":"Ink"}]""").Applied("return=representation"),
        Delete("items?id=eq.99").GivesNothing(204),
        Delete("items?id=eq.99").Prefer(Represent).Gives("[]"),
        Delete("item_desk?id=eq.3").GivesNothing(204).Then(Get("items?id=eq.3").Gives("[]")));

    [Theory, Majors, Item("limited update")]
    public Task An_update_is_limited_with_an_order(int major) => CheckAsync(
        major,
        Patch("items?id=gt.0&order=id&limit=1&select=id,name", """{"name":"One"}""").Prefer(Represent).Gives("""[{"id":1,"name":"One"}]"""),
        Patch("items?id=gt.0&order=id.desc&limit=1&offset=1&select=id", """{"name":"One"}""").Prefer(Represent).Gives("""[{"id":2}]"""),
        Patch("items?id=gt.0&limit=1", """{"name":"One"}""").Refused(400, "PGRST109", "A 'limit' was applied without an explicit 'order'", null, "Apply an 'order' using unique column(s)"));

    [Theory, Majors, Item("limited delete")]
    public Task A_delete_is_limited_with_an_order(int major) => CheckAsync(
        major,
        Delete("items?id=gt.0&order=id&limit=1&select=id").Prefer(Represent).Gives("""[{"id":1}]""").Then(Get("items?select=id&order=id").Gives("""[{"id":2},{"id":3}]""")),
        Delete("items?id=gt.0&order=id&limit=1&offset=2").Prefer("count=exact").GivesNothing(204).Range("*/1"),
        Delete("items?id=gt.0&limit=1").Refused(400, "PGRST109", "A 'limit' was applied without an explicit 'order'", null, "Apply an 'order' using unique column(s)"));

    [Theory, Majors, Item("KB601")]
    public Task An_unfiltered_change_is_refused(int major) => CheckAsync(
        major,
        Patch("items", """{"quantity":0}""").RefusedAs(400, "KB601"),
        Delete("items").RefusedAs(400, "KB601"),
        Delete("items").Prefer("max-affected=10, count=exact").GivesNothing(204).Range("*/3"));

    [Theory, Majors, Item("max-affected", "PGRST124", "handling=strict")]
    public Task Max_affected_undoes_what_goes_beyond_it(int major) => CheckAsync(
        major,
        Patch("items?id=gt.0", """{"quantity":0}""").Prefer("handling=strict, max-affected=2").Refused(400, "PGRST124", "Query result exceeds max-affected preference constraint", "The query affects 3 rows")
            .Then(Get("items?quantity=eq.0").Gives("[]")),
        Patch("items?id=lt.3", """{"quantity":0}""").Prefer("handling=strict, max-affected=2").GivesNothing(204).Applied("handling=strict, max-affected=2"),
        Delete("items?id=gt.0").Prefer("handling=strict, max-affected=1").Refused(400, "PGRST124", "Query result exceeds max-affected preference constraint", "The query affects 3 rows"),
        Delete("items?id=eq.1").Prefer("handling=strict, max-affected=1").GivesNothing(204),
        Patch("items?id=gt.0", """{"quantity":0}""").Prefer("handling=lenient, max-affected=1").GivesNothing(204).Applied("handling=lenient"));

    [Theory, Majors, Item("max-affected on functions", "PGRST128")]
    public Task Max_affected_counts_what_a_function_returns(int major) => CheckAsync(
        major,
        Post("rpc/drop_items", """{"above":1}""").Prefer("handling=strict, max-affected=1").Refused(400, "PGRST124", "Query result exceeds max-affected preference constraint", "The query affects 2 rows")
            .Then(Get("items?select=id&order=id").Gives("""[{"id":1},{"id":2},{"id":3}]""")),
        Post("rpc/drop_items?select=id", """{"above":2}""").Prefer("handling=strict, max-affected=1").Gives("""[{"id":3}]""").Applied("handling=strict, max-affected=1"),
        Post("rpc/add_item", """{"name":"A"}""").Prefer("handling=strict, max-affected=1").Refused(
            400, "PGRST128", "Function must return SETOF or TABLE when max-affected preference is used with handling=strict"));
}
