using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Domain Representations, for reads.</summary>
public class DomainRepresentationTests : ReadChapter
{
    [Theory, Majors, Item("domain representations")]
    public Task A_domain_is_shown_and_filtered_as_its_casts_say(int major) => CheckAsync(
        major,
        Get("paints?order=id").Gives("""[{"id":1,"name":"red","shade":"#FF0000"},{"id":2,"name":"green","shade":"#00FF00"},{"id":3,"name":"none","shade":null}]"""),
        Get("paints?select=tone:shade&id=eq.1").Gives("""[{"tone":"#FF0000"}]"""),
        Get("paints?select=id&shade=eq.%2300FF00").Gives("""[{"id":2}]"""),
        Get("paints?select=id&shade=in.(%23FF0000,%2300FF00)&order=id").Gives("""[{"id":1},{"id":2}]"""),
        Get("paints?select=id&or=(shade.eq.%2300FF00,id.eq.3)&order=id").Gives("""[{"id":2},{"id":3}]"""),
        Get("paints?select=id&shade=is.null").Gives("""[{"id":3}]"""),
        Get("paints?select=shade::text&id=eq.1").Gives("""[{"shade":"\"#FF0000\""}]"""));
}
