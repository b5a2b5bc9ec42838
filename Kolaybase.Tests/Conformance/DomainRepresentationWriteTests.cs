using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Domain Representations, for writes.</summary>
public class DomainRepresentationWriteTests(WriteHosts hosts) : WriteChapter(hosts)
{
    [Theory, Majors, Item("domain representations")]
    public Task A_domain_is_written_as_its_casts_say(int major) => CheckAsync(
        major,
        Post("shades", """{"id":2,"shade":"#0000FE"}""").Prefer("return=representation").Gives("""[{"id":2,"shade":"#0000FE"}]""", 201).Then(Get("shade_numbers?id=eq.2&select=n").Gives("""[{"n":254}]""")),
        Patch("shades?id=eq.1", """{"shade":"#000001"}""").Prefer("return=representation").Gives("""[{"id":1,"shade":"#000001"}]"""),
        Patch("shades?shade=eq.%230000FF", """{"shade":null}""").Prefer("return=representation").Gives("""[{"id":1,"shade":null}]"""));
}
