using Kolaybase.Api.Platform.Projects;
using Microsoft.AspNetCore.Http;

namespace Kolaybase.Tests.Platform;

public class RespondAsyncTests
{
    [Theory]
    [InlineData("respond-async")]
    [InlineData("Respond-Async")]
    [InlineData("return=minimal, respond-async")]
    [InlineData(" respond-async ; foo=bar")]
    public void The_preference_is_heeded_and_said_so(string prefer)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["Prefer"] = prefer;
        Assert.True(RespondAsync.Apply(context));
        Assert.Equal("respond-async", context.Response.Headers["Preference-Applied"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("return=representation")]
    [InlineData("respond-asynchronously")]
    [InlineData("x=\"a;respond-async\"")]
    public void Others_are_not_taken_for_it(string prefer)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["Prefer"] = prefer;
        Assert.False(RespondAsync.Apply(context));
        Assert.False(context.Response.Headers.ContainsKey("Preference-Applied"));
    }
}
