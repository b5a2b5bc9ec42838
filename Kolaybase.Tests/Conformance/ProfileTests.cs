using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Schemas: more than one is exposed, and a header chooses.</summary>
public class ProfileTests : ReadChapter
{
    [Theory, Majors, Item("PGRST106")]
    public Task A_schema_that_is_not_exposed_is_406(int major) => CheckAsync(
        major,
        Get("secrets").With("Accept-Profile", "hidden").Refused(406, "PGRST106", "Invalid schema: hidden", null, "Only the following schemas are exposed: public, archive"),
        Post("items", "{}").With("Content-Profile", "nowhere").Refused(406, "PGRST106", "Invalid schema: nowhere", null, "Only the following schemas are exposed: public, archive"));
}
