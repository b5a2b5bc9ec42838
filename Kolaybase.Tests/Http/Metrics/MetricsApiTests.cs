using System.Net;
using System.Net.Http.Headers;
using Kolaybase.Tests.Http.Support;

namespace Kolaybase.Tests.Http.Metrics;

/// <summary>Who may read <c>/metrics</c>. What is in it: <see cref="Telemetry.ExportedMetricsTests"/>.</summary>
public class MetricsApiTests
{
    private const string Token = "0123456789012345678901234567890123456789";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_in_the_settings_there_is_no_such_path()
    {
        await using var api = await TestApi.StartAsync();
        await ErrorBody.ReadAsync(await GetAsync(api, Token), 404, "KB404");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890123456788")]
    [InlineData("01234567890123456789012345678901234567890")]
    [InlineData("kb_anon_0123456789")]
    public async Task Nobody_reads_it_without_the_token(string? token)
    {
        await using var api = await TestApi.StartAsync(settings: ("Kolaybase:Metrics:Token", Token));
        using var response = await GetAsync(api, token);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        var body = await ErrorBody.ReadAsync(response, 401, "KB101");
        Assert.DoesNotContain(Token, body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_the_token_reads_it_and_no_cache_keeps_it()
    {
        await using var api = await TestApi.StartAsync(settings: ("Kolaybase:Metrics:Token", Token));
        using var response = await GetAsync(api, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    private static async Task<HttpResponseMessage> GetAsync(TestApi api, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = token is { Length: > 0 } ? new AuthenticationHeaderValue("Bearer", token) : null;
        return await api.Client.SendAsync(request, Cancel);
    }
}
