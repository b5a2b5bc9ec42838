using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.Writes;

/// <summary>Tables and Views, "Upsert" and "On Conflict", and PUT.</summary>
public class UpsertTests(WriteHosts hosts) : WriteChapter(hosts)
{
    private const string Merge = "resolution=merge-duplicates, return=representation";
    private const string Ignore = "resolution=ignore-duplicates, return=representation";

    [Theory, Majors, Item("upsert without a key")]
    public Task Without_a_key_nothing_is_a_duplicate(int major) => CheckAsync(
        major,
        Post("keyless", """{"a":1,"b":"one"}""").Prefer(Merge).Gives("""[{"a":1,"b":"one"}]""", 201).Applied("return=representation"));

    [Theory, Majors, Item("PUT")]
    public Task Put_writes_the_one_row_of_its_key(int major) => CheckAsync(
        major,
        Put("settings?scope=eq.app&key=eq.color", """{"scope":"app","key":"color","value":"green"}""").Prefer("return=representation").Gives("""[{"scope":"app","key":"color","value":"green"}]""", 200),
        Put("settings?scope=eq.x&key=eq.y", """{"scope":"x","key":"y","value":"z"}""").Prefer("return=representation").Gives("""[{"scope":"x","key":"y","value":"z"}]""", 201).Applied("return=representation"),
        Put("settings?scope=eq.x&key=eq.y", """{"scope":"x","key":"y","value":"z"}""").GivesNothing(204).Then(Get("settings?scope=eq.x").Gives("""[{"scope":"x","key":"y","value":"z"}]""")),
        Put("settings?scope=eq.x&key=eq.y", """[{"scope":"x","key":"y","value":"z"}]""").GivesNothing(204),
        Put("items?id=eq.77&select=id,name,quantity", """{"id":77,"name":"New"}""").Prefer("return=representation").Gives("""[{"id":77,"name":"New","quantity":1}]""", 201));

    [Theory, Majors, Item("PGRST105")]
    public Task Put_needs_its_whole_key_and_nothing_else(int major) => CheckAsync(
        major,
        Put("settings?scope=eq.app", """{"scope":"app","key":"color"}""").Refused(405, "PGRST105", "Filters must include all and only primary key columns with 'eq' operators"),
        Put("settings?scope=eq.app&key=like.color", """{"scope":"app","key":"color"}""").Refused(405, "PGRST105", "Filters must include all and only primary key columns with 'eq' operators"),
        Put("settings?scope=eq.app&key=eq.color&value=eq.red", """{"scope":"app","key":"color"}""").Refused(405, "PGRST105", "Filters must include all and only primary key columns with 'eq' operators"),
        Put("settings", """{"scope":"app","key":"color"}""").Refused(405, "PGRST105", "Filters must include all and only primary key columns with 'eq' operators"));

    [Theory, Majors, Item("PGRST114")]
    public Task Put_takes_no_limit(int major) => CheckAsync(
        major,
        Put("settings?scope=eq.app&key=eq.color&limit=1", """{"scope":"app","key":"color","value":"x"}""").Refused(400, "PGRST114", "limit/offset querystring parameters are not allowed for PUT"),
        Put("settings?scope=eq.app&key=eq.color&offset=1", """{"scope":"app","key":"color","value":"x"}""").Refused(400, "PGRST114", "limit/offset querystring parameters are not allowed for PUT"));

    [Theory, Majors, Item("PGRST115")]
    public Task Put_refuses_a_row_of_another_key(int major) => CheckAsync(
        major,
        Put("settings?scope=eq.app&key=eq.color", """{"scope":"app","key":"other","value":"x"}""").Refused(400, "PGRST115", "Payload values do not match URL in primary key column(s)").Then(
            Get("settings?key=eq.other").Gives("[]")));
}
