using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.Writes;

/// <summary>Tables and Views, "Upsert" and "On Conflict", and PUT.</summary>
public class UpsertTests(WriteHosts hosts) : WriteChapter(hosts)
{
    private const string Merge = "resolution=merge-duplicates, return=representation";
    private const string Ignore = "resolution=ignore-duplicates, return=representation";

    [Theory, Majors, Item("resolution=merge-duplicates")]
    public Task Duplicates_are_merged(int major) => CheckAsync(
        major,
        Post("settings", """[{"scope":"app","key":"color","value":"green"},{"scope":"new","key":"k","value":"v"}]""").Prefer(Merge)
            .Gives("""[{"scope":"app","key":"color","value":"green"},{"scope":"new","key":"k","value":"v"}]""", 201).Applied(Merge),
        Post("settings", """{"scope":"app","key":"color","value":"green"}""").Prefer(Merge).Gives("""[{"scope":"app","key":"color","value":"green"}]""", 200),
        Post("settings", """{"scope":"app","key":"color","value":"green"}""").Prefer("resolution=merge-duplicates").GivesNothing(200).Then(
            Get("settings?scope=eq.app&key=eq.color&select=value").Gives("""[{"value":"green"}]""")),
        Post("settings", "[]").Prefer(Merge).Gives("[]", 200),
        Post("only_keys", """[{"id":1},{"id":9}]""").Prefer(Merge).Gives("""[{"id":1},{"id":9}]""", 201),
        Post("Değerler", """[{"Kimlik":1,"Değer 1":"yeni"}]""").Prefer(Merge).Gives("""[{"Kimlik":1,"Değer 1":"yeni"}]""", 200),
        Post("parts", """[{"id":1,"year":2024,"label":"again"},{"id":2,"year":2024,"label":"second"}]""").Prefer(Merge).Gives("""[{"id":1,"year":2024,"label":"again"},{"id":2,"year":2024,"label":"second"}]""", 201),
        Post("items?columns=id,name&select=id,name,quantity", """[{"id":1,"name":"Merged"},{"name":"Fresh"}]""").Prefer("resolution=merge-duplicates, missing=default, return=representation")
            .Gives("""[{"id":1,"name":"Merged","quantity":10},{"id":4,"name":"Fresh","quantity":1}]""", 201).Applied("resolution=merge-duplicates, missing=default, return=representation"));

    [Theory, Majors, Item("resolution=ignore-duplicates")]
    public Task Duplicates_are_ignored(int major) => CheckAsync(
        major,
        Post("settings", """[{"scope":"app","key":"color","value":"green"},{"scope":"new","key":"k","value":"v"}]""").Prefer(Ignore)
            .Gives("""[{"scope":"new","key":"k","value":"v"}]""", 201).Applied(Ignore).Then(Get("settings?scope=eq.app&key=eq.color&select=value").Gives("""[{"value":"red"}]""")),
        Post("settings", """[{"scope":"app","key":"color","value":"green"}]""").Prefer(Ignore).Gives("[]", 201),
        Post("only_keys", """[{"id":1},{"id":9}]""").Prefer(Ignore).Gives("""[{"id":9}]""", 201));

    [Theory, Majors, Item("on_conflict=")]
    public Task Another_unique_key_decides_what_is_a_duplicate(int major) => CheckAsync(
        major,
        Post("emails?on_conflict=address&select=address,label", """[{"address":"a@x.test","label":"changed"},{"address":"c@x.test","label":"C"}]""").Prefer(Merge)
            .Gives("""[{"address":"a@x.test","label":"changed"},{"address":"c@x.test","label":"C"}]""", 201),
        Post("emails?on_conflict=address&select=address", """[{"address":"a@x.test","label":"changed"},{"address":"c@x.test","label":"C"}]""").Prefer(Ignore).Gives("""[{"address":"c@x.test"}]""", 201),
        Post("emails?on_conflict=label", """{"address":"a@x.test"}""").Prefer(Merge).Refused(400, "42P10", "there is no unique or exclusion constraint matching the ON CONFLICT specification"),
        Post("emails", """{"address":"a@x.test"}""").Refused(409, "23505", "duplicate key value violates unique constraint \"emails_address_key\"", "Key (address)=(a@x.test) already exists."));

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
