using Kolaybase.Tests.Http.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Kolaybase.Tests.Http.Requests;

public class ForwardedHeadersTests
{
    [Fact]
    public async Task Nobody_is_believed_unless_configured()
    {
        await using var api = await TestApi.StartAsync(Who);
        Assert.Equal("127.0.0.1 http", await WhoAsync(api, "203.0.113.9"));
    }

    [Fact]
    public async Task A_configured_proxy_says_who_calls()
    {
        await using var api = await TestApi.StartAsync(Who, settings: ("Kolaybase:TrustedProxies", "127.0.0.0/8"));
        Assert.Equal("203.0.113.9 https", await WhoAsync(api, "203.0.113.9"));
    }

    [Fact]
    public async Task What_a_client_put_before_the_proxys_own_entry_is_not_believed()
    {
        await using var api = await TestApi.StartAsync(Who, settings: ("Kolaybase:TrustedProxies", "127.0.0.0/8"));
        Assert.StartsWith("203.0.113.9 ", await WhoAsync(api, "10.1.1.1, 203.0.113.9"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_proxy_is_not_believed()
    {
        await using var api = await TestApi.StartAsync(Who, settings: ("Kolaybase:TrustedProxies", "10.0.0.0/8"));
        Assert.Equal("127.0.0.1 http", await WhoAsync(api, "203.0.113.9"));
    }

    private static void Who(WebApplication app) => app.MapGet("/who", (HttpContext context) => $"{context.Connection.RemoteIpAddress} {context.Request.Scheme}");

    private static async Task<string> WhoAsync(TestApi api, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        // One value for each hop, or the framework takes none of them.
        request.Headers.Add("X-Forwarded-Proto", string.Join(", ", forwardedFor.Split(',').Select(_ => "https")));
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
