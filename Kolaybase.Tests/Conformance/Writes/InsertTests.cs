using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.Writes;

/// <summary>Tables and Views, "Insert", "Bulk Insert", "Specifying Columns".</summary>
public class InsertTests(WriteHosts hosts) : WriteChapter(hosts)
{
    private const string Represent = "return=representation";

    [Theory, Majors, Item("POST an object", "return=minimal")]
    public Task An_object_is_one_row(int major) => CheckAsync(
        major,
        Post("items", """{"name":"Cup"}""").GivesNothing(201).Range("*/*").Lacks("Location").Then(
            Get("items?id=eq.4").Gives("""[{"id":4,"name":"Cup","quantity":1,"tags":null,"attributes":null,"slug":"cup"}]""")),
        Post("items", """{"name":"Cup"}""").Prefer("return=minimal").GivesNothing(201).Applied("return=minimal"),
        Post("items", """{"name":"Cup","quantity":"7","tags":["a","b"],"attributes":{"deep":[1,{"x":null}]}}""").Prefer(Represent)
            .Gives("""[{"id":4,"name":"Cup","quantity":7,"tags":["a","b"],"attributes":{"deep":[1,{"x":null}]},"slug":"cup"}]""", 201),
        Post("Değerler", """{"Kimlik":2,"Değer 1":"iki"}""").Prefer(Represent).Gives("""[{"Kimlik":2,"Değer 1":"iki"}]""", 201),
        Post("items", """{"name":null}""").Prefer(Represent).Refused(
            400, "23502", "null value in column \"name\" of relation \"items\" violates not-null constraint", "Failing row contains (4, null, 1, null, null, null)."));

    [Theory, Majors, Item("return=representation", "Preference-Applied")]
    public Task The_rows_come_back_when_asked_for(int major) => CheckAsync(
        major,
        Post("items?select=id,name", """{"name":"Cup"}""").Prefer(Represent).Gives("""[{"id":4,"name":"Cup"}]""", 201).Applied("return=representation").Has("Content-Type", "application/json; charset=utf-8"),
        Post("items?select=id", """{"name":"Cup"}""").Prefer("return=representation, count=exact").Gives("""[{"id":4}]""", 201).Range("*/1").Applied("return=representation, count=exact"),
        Post("items?select=nr:id,attributes->w", """{"name":"Cup","attributes":{"w":5}}""").Prefer(Represent).Gives("""[{"nr":4,"w":5}]""", 201));

    [Theory, Majors, Item("return=headers-only", "Location")]
    public Task Only_headers_tell_where_the_row_is(int major) => CheckAsync(
        major,
        Post("items", """{"name":"Cup"}""").Prefer("return=headers-only").GivesNothing(201).Has("Location", "/api/rest/v1/items?id=eq.4").Applied("return=headers-only"),
        Post("settings", """{"scope":"new","key":"k"}""").Prefer("return=headers-only").GivesNothing(201).Has("Location", "/api/rest/v1/settings?scope=eq.new&key=eq.k"),
        Post("keyless", """{"a":3}""").Prefer("return=headers-only").GivesNothing(201).Lacks("Location"));

    [Theory, Majors, Item("POST an array")]
    public Task An_array_is_many_rows_or_none(int major) => CheckAsync(
        major,
        Post("items?select=id,name", """[{"name":"A"},{"name":"B"}]""").Prefer(Represent).Gives("""[{"id":4,"name":"A"},{"id":5,"name":"B"}]""", 201),
        Post("items", "[]").GivesNothing(201),
        Post("items", "[]").Prefer(Represent).Gives("[]", 201),
        Post("items", """[{"name":"A"},{"quantity":1}]""").RefusedSaying(400, "PGRST102", "All object keys must match"),
        Post("items", """[{"name":"A","quantity":1},{"name":"B","quantity":-1}]""").RefusedAs(400, "23514").Then(Get("items?name=eq.A").Gives("[]")));

    [Theory, Majors, Item("POST CSV")]
    public Task Csv_is_many_rows(int major) => CheckAsync(
        major,
        Post("items?select=id,name,quantity", "name,quantity\nA,1\nB,NULL\n").Sent("text/csv").Prefer(Represent).Gives("""[{"id":4,"name":"A","quantity":1},{"id":5,"name":"B","quantity":null}]""", 201),
        Post("items?select=name,quantity", "name,quantity\n\"Quoted, \"\"x\"\"\",2\n").Sent("text/csv").Prefer(Represent).Gives("""[{"name":"Quoted, \"x\"","quantity":2}]""", 201),
        Post("items", "name,quantity\nA\n").Sent("text/csv").RefusedSaying(400, "PGRST102", "All lines must have same number of fields"));

    [Theory, Majors, Item("POST a form")]
    public Task A_form_is_one_row(int major) => CheckAsync(
        major,
        Post("items?select=name,quantity", "name=Tea+%C3%A7&quantity=3").Sent("application/x-www-form-urlencoded").Prefer(Represent).Gives("""[{"name":"Tea ç","quantity":3}]""", 201));

    [Theory, Majors, Item("columns=", "PGRST204")]
    public Task Columns_say_which_keys_count(int major) => CheckAsync(
        major,
        Post("items?columns=name&select=name,quantity", """{"name":"A","quantity":9,"nonsense":1}""").Prefer(Represent).Gives("""[{"name":"A","quantity":1}]""", 201),
        Post("items?columns=name,quantity&select=name,quantity", """[{"name":"A"},{"name":"B","quantity":2,"x":1}]""").Prefer(Represent).Gives("""[{"name":"A","quantity":null},{"name":"B","quantity":2}]""", 201),
        Post("items?columns=nope", """{"name":"A"}""").Refused(400, "PGRST204", "Could not find the 'nope' column of 'items' in the schema cache"),
        Post("items", """{"nope":1}""").Refused(400, "PGRST204", "Could not find the 'nope' column of 'items' in the schema cache"));

    [Theory, Majors, Item("missing=default")]
    public Task What_is_missing_takes_its_default(int major) => CheckAsync(
        major,
        Post("items?columns=id,name,quantity&select=id,name,quantity", """[{"name":"A"},{"name":"B","quantity":2}]""").Prefer("return=representation, missing=default")
            .Gives("""[{"id":4,"name":"A","quantity":1},{"id":5,"name":"B","quantity":2}]""", 201).Applied("missing=default, return=representation"),
        Post("items?columns=name,quantity&select=name,quantity", """[{"name":"A"}]""").Prefer("return=representation, missing=null").Gives("""[{"name":"A","quantity":null}]""", 201).Applied("missing=null, return=representation"));

    [Theory, Majors, Item("generated and identity columns")]
    public Task Columns_that_the_database_fills_are_left_to_it(int major) => CheckAsync(
        major,
        Post("items", """{"name":"A","slug":"x"}""").Refused(400, "428C9", "cannot insert a non-DEFAULT value into column \"slug\"", "Column \"slug\" is a generated column."),
        Post("emails", """{"id":99,"address":"z@x.test"}""").Refused(
            400, "428C9", "cannot insert a non-DEFAULT value into column \"id\"", "Column \"id\" is an identity column defined as GENERATED ALWAYS.", "Use OVERRIDING SYSTEM VALUE to override."),
        Post("items?select=id", """{"id":50,"name":"A"}""").Prefer(Represent).Gives("""[{"id":50}]""", 201));

    [Theory, Majors, Item("writes to views")]
    public Task Views_are_written_through_to_their_tables(int major) => CheckAsync(
        major,
        Post("item_names", """{"name":"Cup"}""").Prefer(Represent).Gives("""[{"id":4,"name":"Cup"}]""", 201),
        Post("item_desk", """{"id":9,"label":"Cup"}""").GivesNothing(201).Then(Get("items?id=eq.9&select=name").Gives("""[{"name":"Cup"}]""")),
        Post("item_counts", """{"name":"A","n":1}""").RefusedAs(400, "55000"));

    [Theory, Majors, Item("writes with embeds")]
    public Task What_a_write_returns_embeds_too(int major) => CheckAsync(
        major,
        Post("item_notes?select=note,items(name)", """{"item_id":1,"note":"x"}""").Prefer(Represent).Gives("""[{"note":"x","items":{"name":"Pen"}}]""", 201),
        Post("item_notes?select=note,...items(name)", """[{"item_id":2,"note":"y"}]""").Prefer(Represent).Gives("""[{"note":"y","name":"Ink"}]""", 201),
        Patch("items?id=eq.1&select=name,item_notes(note)&item_notes.order=id", """{"name":"Quill"}""").Prefer(Represent).Gives("""[{"name":"Quill","item_notes":[{"note":"fine"},{"note":"new"}]}]"""),
        Delete("item_notes?id=eq.3&select=note,items(name)").Prefer(Represent).Gives("""[{"note":"dark","items":{"name":"Ink"}}]"""));

    [Theory, Majors, Item("malformed bodies", "PGRST102")]
    public Task A_body_that_is_no_json_is_400(int major) => CheckAsync(
        major,
        Post("items", "{").RefusedSaying(400, "PGRST102", "Empty or invalid json"),
        Post("items", "").RefusedSaying(400, "PGRST102", "Empty or invalid json"),
        Post("items", "<x/>").Sent("application/xml").Answers(415));
}
