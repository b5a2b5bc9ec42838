using System.Net;
using Kolaybase.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Trace;

namespace Kolaybase.Tests.ServiceDefaults;

public class HttpClientDefaultsTests
{
    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task What_changes_something_is_sent_once(string method) => Assert.Equal(1, await CountAsync(method));

    [Fact]
    public async Task What_only_reads_is_tried_again() => Assert.InRange(await CountAsync("GET"), 2, 10);

    [Theory]
    [InlineData(null, false)]
    [InlineData("http://127.0.0.1:4317", true)]
    public void Telemetry_is_set_up_only_where_it_goes_somewhere(string? endpoint, bool expected)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
        builder.AddServiceDefaults();
        Assert.Equal(expected, builder.Services.Any(s => s.ServiceType == typeof(TracerProvider)));
    }

    private static async Task<int> CountAsync(string method)
    {
        var server = new FailingServer();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddServiceDefaults();
        builder.Services.AddHttpClient("test").ConfigurePrimaryHttpMessageHandler(() => server);
        using var host = builder.Build();
        using var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("test");
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://127.0.0.1/");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        return server.Count;
    }

    private sealed class FailingServer : HttpMessageHandler
    {
        private int _count;

        public int Count => _count;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        }
    }
}
