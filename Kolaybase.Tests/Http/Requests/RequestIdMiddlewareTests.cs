using System.Diagnostics;
using Kolaybase.Tests.Http.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Kolaybase.Tests.Http.Requests;

public class RequestIdMiddlewareTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("0b1e-77.A_z")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public async Task A_sane_id_of_the_caller_is_kept(string id)
    {
        await using var api = await TestApi.StartAsync();
        Assert.Equal(id, await SendAsync(api, "/nowhere", id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("new\tline")]
    [InlineData("quote\"")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public async Task Anything_else_is_replaced(string id)
    {
        await using var api = await TestApi.StartAsync();
        Assert.Matches("^[0-9a-f]{32}$", await SendAsync(api, "/nowhere", id));
    }

    [Theory]
    [InlineData("/ok", "GET")]
    [InlineData("/nowhere", "GET")]
    [InlineData("/ok", "DELETE")]
    [InlineData("/throw", "GET")]
    [InlineData("/%zz", "GET")]
    [InlineData("/api/rest/v1/t", "OPTIONS")]
    public async Task Every_answer_has_one(string path, string method)
    {
        await using var api = await TestApi.StartAsync(app =>
        {
            app.MapGet("/ok", () => "ok");
            app.MapGet("/throw", IResult () => throw new InvalidOperationException());
        });
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", "https://app.example");
        request.Headers.Add("Access-Control-Request-Method", "GET");
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Single(response.Headers.GetValues("X-Request-Id"));
    }

    [Fact]
    public async Task The_trace_of_the_request_has_the_id_as_an_attribute()
    {
        var seen = new TaskCompletionSource<object?>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("kolaybase.request_id") is "the-traced-one" and var id)
                {
                    seen.TrySetResult(id);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var api = await TestApi.StartAsync();
        await SendAsync(api, "/nowhere", "the-traced-one");
        Assert.Equal("the-traced-one", await seen.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken));
    }

    private static async Task<string> SendAsync(TestApi api, string path, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("X-Request-Id", id);
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.Headers.GetValues("X-Request-Id").Single();
    }
}
