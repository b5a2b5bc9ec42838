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

    [Theory, Majors, Item("timezone=")]
    public Task A_time_zone_counts_for_the_request(int major) => CheckAsync(
        major,
        Get("samples?select=moment&id=eq.1").Prefer("timezone=America/Los_Angeles").Gives("""[{"moment":"2024-01-31T04:00:00-08:00"}]""").Applied("timezone=America/Los_Angeles"),
        Get("samples?select=moment&id=eq.1").Gives("""[{"moment":"2024-01-31T12:00:00+00:00"}]""").Lacks("Preference-Applied"),
        Get("rpc/time_zone").Prefer("timezone=Europe/Istanbul").Gives("\"Europe/Istanbul\""),
        Get("samples?select=id&moment=gte.2024-01-31T15:00:00&id=eq.1").Prefer("timezone=Europe/Istanbul").Gives("""[{"id":1}]"""),
        Get("samples?select=id&id=eq.1").Prefer("timezone=Nowhere/City").Gives("""[{"id":1}]""").Lacks("Preference-Applied"),
        Get("samples?select=id&id=eq.1").Prefer("handling=strict, timezone=Nowhere/City").Refused(400, "PGRST122", "Invalid preferences given with handling=strict", "Invalid preferences: timezone=Nowhere/City"));
}
