using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Telemetry;

/// <summary>What a real API serves at <c>/metrics</c>, and what both processes export.</summary>
[Collection(TelemetryStack.Collection)]
public sealed partial class ExportedMetricsTests(TelemetryStack stack)
{
    // Of the workers, which in this stack are a process of their own.
    private static readonly string[] s_workers = ["kolaybase.jobs", "messaging.process.duration", "kolaybase.mails", "kolaybase.provisioning.duration", "kolaybase.provisioning.step.duration"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_documented_metric_of_the_API_is_there_under_its_Prometheus_name()
    {
        // Counting begins here.
        await ScrapeAsync();
        await UseAsync();
        var text = "";
        // Entries of logs are counted when they are written, half a second after the answer.
        await Eventually.TrueAsync(async () => (text = await ScrapeAsync()).Contains("kolaybase_logs_entries_total", StringComparison.Ordinal), "entries of logs are counted", Cancel);
        var names = Sample().Matches(text).Select(m => m.Groups[1].Value).ToHashSet();
        // These need a refusal or a call of another server, of which there was none.
        string[] idle = ["kolaybase.rate_limit.refusals", "http.client.request.duration"];
        var missing = DocumentedMetrics.All.Where(m => !s_workers.Contains(m.Name) && !idle.Contains(m.Name)).SelectMany(m => m.PrometheusNames).Except(names);

        Assert.Equal([], missing);
        Assert.Matches("""kolaybase_requests_total\{[^}]*kolaybase_capability="rest"[^}]*\} [1-9]""", text);
    }

    [Fact]
    public async Task No_name_is_declared_twice_and_no_database_is_named()
    {
        await ScrapeAsync();
        await UseAsync();
        var text = await ScrapeAsync();
        var declared = Declaration().Matches(text).Select(m => m.Groups[1].Value).ToList();

        Assert.NotEmpty(declared);
        Assert.Equal(declared.Distinct(), declared);
        Assert.DoesNotContain("Username=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("kb_", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain;version=0.0.4")]
    [InlineData("application/openmetrics-text;version=1.0.0")]
    public async Task One_series_tells_which_process_this_is_in_both_formats(string accept)
    {
        var series = TargetInfo().Match(await ScrapeAsync(accept)).Groups[1].Value;
        Assert.Contains("service_name=\"kolaybase-api\"", series, StringComparison.Ordinal);
        Assert.Matches("service_version=\"[0-9]+\\.[0-9]+\\.[0-9]+\"", series);
        Assert.Matches("service_instance_id=\"[0-9a-f-]{36}\"", series);
    }

    [Fact]
    public async Task The_metrics_of_the_workers_are_exported()
    {
        var owner = await stack.SignUpAsync();
        (await owner.PostAsync("/api/projects", new { name = "measured" })).Expect(201);
        (await owner.PostAsync("/api/auth/forgot-password", new { email = owner.Email })).Expect(200);
        foreach (var name in s_workers)
        {
            await Eventually.TrueAsync(() => Task.FromResult(stack.Receiver.Holds(name)), $"{name} is exported", Cancel);
        }
    }

    private async Task UseAsync()
    {
        var owner = await stack.SignUpAsync();
        var key = (await owner.PostAsync("/api/projects", new { name = "scraped" })).Expect(201).GetProperty("serviceKey").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/nothing");
        request.Headers.Add("apikey", key);
        using var response = await stack.Client.SendAsync(request, Cancel);
        Assert.Equal(404, (int)response.StatusCode);
    }

    private async Task<string> ScrapeAsync(string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TelemetryStack.MetricsToken);
        using var response = await stack.Client.SendAsync(request, Cancel);
        Assert.True(response.IsSuccessStatusCode);
        return await response.Content.ReadAsStringAsync(Cancel);
    }

    [GeneratedRegex(@"^([a-z_]+)[{ ]", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"^target_info\{([^}]*)\} 1$", RegexOptions.Multiline)]
    private static partial Regex TargetInfo();

    [GeneratedRegex(@"^# TYPE (\S+) ", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
