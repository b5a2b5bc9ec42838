using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Telemetry;

namespace Kolaybase.Tests.AppHost;

/// <summary>API and workers are two hosts of one process here: what both do is exported once.</summary>
public class EmbeddedTelemetryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_embedded_stack_exports_each_span_once_and_serves_metrics_of_both_halves_to_who_has_the_token()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var folder = await AppHostFolder.CreateAsync(18);
        var host = await folder.StartReadyAsync(variables: receiver.Settings.ToDictionary(s => s.Key, s => s.Value!));
        using var http = new HttpClient { BaseAddress = new Uri(host.BaseUrl) };
        Assert.Equal(HttpStatusCode.Unauthorized, (await ScrapeAsync(http, null)).StatusCode);
        using var secrets = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Data, "secrets.json"), Cancel));
        var token = secrets.RootElement.GetProperty("metrics").GetString()!;
        await ReadAsync(http, token);

        var owner = await PlatformClient.SignUpAsync(http);
        (await owner.PostAsync("/api/projects", new { name = "embedded" })).Expect(201);
        await Eventually.TrueAsync(
            async () => await ReadAsync(http, token) is var text && text.Contains("kolaybase_jobs{", StringComparison.Ordinal) && text.Contains("kolaybase_provisioning_duration_seconds_count{", StringComparison.Ordinal),
            "the workers' metrics are served",
            Cancel);
        await Eventually.TrueAsync(() => Task.FromResult(receiver.Spans.Any(s => s.Name == "provision activate") && receiver.Spans.Any(s => s.Name == "POST /api/projects/")), "spans of both halves are exported", Cancel);

        var spans = receiver.Spans;
        Assert.Equal(spans.Select(s => s.SpanId).Distinct().Count(), spans.Count);
        Assert.Equal(["kolaybase"], spans.Select(s => s.Service).Distinct());
    }

    private static async Task<string> ReadAsync(HttpClient http, string token)
    {
        using var response = await ScrapeAsync(http, token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task<HttpResponseMessage> ScrapeAsync(HttpClient http, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, Cancel);
    }
}
