using Kolaybase.Api.Rest.Execution;
using Microsoft.AspNetCore.Http;

namespace Kolaybase.Tests.Rest.Execution;

public class TimeZoneCheckTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("return=minimal, count=exact")]
    public void A_request_without_a_zone_pays_no_allocation_and_no_state_machine(string? prefer)
    {
        var handled = new TaskCompletionSource().Task;
        var check = TimeZoneCheck.Before(_ => handled, new TimeZoneNames((_, _) => throw new InvalidOperationException("No connection is to be taken.")));
        var http = new DefaultHttpContext();
        if (prefer is not null)
        {
            http.Request.Headers["Prefer"] = prefer;
        }

        // What is made once, of the context and of the code.
        Assert.Same(handled, check(http));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            check(http);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
