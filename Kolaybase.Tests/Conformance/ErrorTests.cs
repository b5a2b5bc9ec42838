using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Errors.</summary>
public class ErrorTests : ReadChapter
{
    [Theory, Majors, Item("PGRST125")]
    public Task A_path_that_is_none_is_404(int major) => CheckAsync(
        major,
        Get("books/1").RefusedSaying(404, "PGRST125", "Invalid path specified in request URL"),
        Get("rpc/greet/more").RefusedSaying(404, "PGRST125", "Invalid path specified in request URL"));
}
