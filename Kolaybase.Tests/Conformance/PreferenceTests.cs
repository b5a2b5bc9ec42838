using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Preferences.</summary>
public class PreferenceTests : ReadChapter
{
    [Theory, Majors, Item("handling=strict", "PGRST122")]
    public Task Strict_handling_refuses_what_it_does_not_know(int major) => CheckAsync(
        major,
        Get("books?select=id&id=eq.1").Prefer("handling=strict, anything").Refused(400, "PGRST122", "Invalid preferences given with handling=strict", "Invalid preferences: anything"),
        Get("books?select=id&id=eq.1").Prefer("handling=strict, one, two=2, count=exact").Refused(400, "PGRST122", "Invalid preferences given with handling=strict", "Invalid preferences: one, two=2"),
        Get("books?select=id&id=eq.1").Prefer("handling=strict").Gives("""[{"id":1}]""").Applied("handling=strict"),
        Get("books?select=id&id=eq.1").Prefer("handling=lenient, anything").Gives("""[{"id":1}]""").Applied("handling=lenient"),
        Get("books?select=id&id=eq.1").Prefer("anything").Gives("""[{"id":1}]""").Lacks("Preference-Applied"),
        Get("books?select=id&id=eq.1").Prefer("count=exact").Prefer("handling=strict").Gives("""[{"id":1}]""").Range("0-0/1").Applied("count=exact, handling=strict"));
}
