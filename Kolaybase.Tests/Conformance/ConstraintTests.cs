using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Errors of writes, and row security.</summary>
public class ConstraintTests(WriteHosts hosts) : WriteChapter(hosts)
{
    private const string Mine = """{"role":"authenticated","sub":"00000000-0000-0000-0000-00000000000a"}""";

    [Theory, Majors, Item("23503", "23505")]
    public Task A_conflict_is_409(int major) => CheckAsync(
        major,
        Post("emails", """{"address":"a@x.test"}""").Refused(409, "23505", "duplicate key value violates unique constraint \"emails_address_key\"", "Key (address)=(a@x.test) already exists."),
        Post("item_notes", """{"item_id":99}""").Refused(
            409, "23503", "insert or update on table \"item_notes\" violates foreign key constraint \"item_notes_item_id_fkey\"", "Key (item_id)=(99) is not present in table \"items\"."),
        Post("deferred_pairs", """{"id":1,"partner":2}""").Refused(
            409, "23503", "insert or update on table \"deferred_pairs\" violates foreign key constraint \"deferred_pairs_partner_fkey\"", "Key (partner)=(2) is not present in table \"deferred_pairs\".")
            .Then(Get("deferred_pairs").Gives("[]")),
        Post("deferred_pairs", """[{"id":1,"partner":2},{"id":2,"partner":1}]""").GivesNothing(201));

    [Theory, Majors, Item("23514")]
    public Task A_check_that_fails_is_400(int major) => CheckAsync(
        major,
        Patch("items?id=eq.1", """{"quantity":-1}""").Refused(
            400, "23514", "new row for relation \"items\" violates check constraint \"items_quantity_check\"", "Failing row contains (1, Pen, -1, {blue}, {\"w\": 1}, pen)."));

    [Theory, Majors, Item("row security")]
    public Task Policies_decide_what_a_caller_sees_and_writes(int major) => CheckAsync(
        major,
        Get("diary?select=id").As("authenticated", Mine).Gives("""[{"id":1}]"""),
        Get("diary?select=id").As("anon").Gives("[]"),
        Get("diary?select=id&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Post("diary", """{"id":3,"entry":"x"}""").As("authenticated", Mine).Prefer("return=representation").Gives("""[{"id":3,"owner":"00000000-0000-0000-0000-00000000000a","entry":"x"}]""", 201),
        Post("diary", """{"id":3,"owner":"someone"}""").As("authenticated", Mine).Refused(403, "42501", "new row violates row-level security policy for table \"diary\""),
        Post("diary", """{"id":3,"owner":"someone"}""").As("anon").Refused(401, "42501", "new row violates row-level security policy for table \"diary\""),
        Patch("diary?id=gt.0", """{"entry":"y"}""").As("authenticated", Mine).Prefer("count=exact").GivesNothing(204).Range("0-0/1"),
        Delete("diary?id=eq.2").As("authenticated", Mine).Prefer("count=exact").GivesNothing(204).Range("*/0"));
}
