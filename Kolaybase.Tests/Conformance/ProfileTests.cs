using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Schemas: more than one is exposed, and a header chooses.</summary>
public class ProfileTests : ReadChapter
{
    [Theory, Majors, Item("Accept-Profile")]
    public Task Reads_choose_by_Accept_Profile(int major) => CheckAsync(
        major,
        Get("records?order=id").With("Accept-Profile", "archive").Gives("""[{"id":1,"title":"Ledger","box_id":1},{"id":2,"title":"Map","box_id":2}]""").Has("Content-Profile", "archive"),
        Get("books").With("Accept-Profile", "archive").Gives("""[{"id":1,"title":"Archived"}]"""),
        Get("books?select=title&id=eq.1").With("Accept-Profile", "public").Gives("""[{"title":"Sea"}]""").Has("Content-Profile", "public"),
        Get("books?select=title&id=eq.1").Gives("""[{"title":"Sea"}]""").Has("Content-Profile", "public"),
        Get("books?select=title&id=eq.1").With("Content-Profile", "archive").Gives("""[{"title":"Sea"}]"""),
        Get("records?select=title,boxes(name)&id=eq.1").With("Accept-Profile", "archive").Gives("""[{"title":"Ledger","boxes":{"name":"old"}}]"""),
        Get("rpc/records_from?first=2&select=title,boxes(name)").With("Accept-Profile", "archive").Gives("""[{"title":"Map","boxes":{"name":"older"}}]""").Has("Content-Profile", "archive"),
        Head("records").With("Accept-Profile", "archive").Has("Content-Profile", "archive"),
        Get("records").Refused(404, "PGRST205", "Could not find the table 'public.records' in the schema cache"),
        Get("authors").With("Accept-Profile", "archive").RefusedAs(404, "PGRST205"));

    [Theory, Majors, Item("PGRST106")]
    public Task A_schema_that_is_not_exposed_is_406(int major) => CheckAsync(
        major,
        Get("secrets").With("Accept-Profile", "hidden").Refused(406, "PGRST106", "Invalid schema: hidden", null, "Only the following schemas are exposed: public, archive"),
        Post("items", "{}").With("Content-Profile", "nowhere").Refused(406, "PGRST106", "Invalid schema: nowhere", null, "Only the following schemas are exposed: public, archive"));
}
