using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Provisioning;

namespace Kolaybase.Tests.Telemetry;

/// <summary>One trace from the request over the queue to what the worker does, across both processes.</summary>
[Collection(TelemetryStack.Collection)]
public sealed class TraceTests(TelemetryStack stack)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_is_one_trace_from_the_request_through_the_job_to_its_end()
    {
        var owner = await stack.SignUpAsync();
        var (trace, caller) = await SendAsync(owner, "/api/projects", new { name = "traced" }, 201);

        string[] steps = [.. ProvisioningSteps.All.Select(step => $"provision {step}")];
        var spans = await stack.TraceAsync(trace, ["POST /api/projects/", "send provision-project", "process provision-project", .. steps]);
        TestContext.Current.TestOutputHelper!.WriteLine(Print(spans, caller));

        var request = Assert.Single(spans, s => s.Kind == ReceivedSpan.Server);
        Assert.Equal(("kolaybase-api", caller), (request.Service, request.ParentId));
        var sent = Assert.Single(spans, s => s.Kind == ReceivedSpan.Producer);
        Assert.Equal(request.SpanId, sent.ParentId);
        var job = Assert.Single(spans, s => s.Kind == ReceivedSpan.Consumer);
        Assert.Equal(("kolaybase-workers", sent.SpanId), (job.Service, job.ParentId));
        Assert.Equal(steps, spans.Where(s => s.ParentId == job.SpanId && s.Kind == ReceivedSpan.Internal).Select(s => s.Name));
        // No span hangs in the air: each one's parent is in the trace, up to the caller's.
        var known = spans.Select(s => s.SpanId).Append(caller).ToHashSet();
        Assert.All(spans, s => Assert.Contains(s.ParentId, known));
        Assert.Contains(spans, s => s.Source == "Npgsql" && s.Service == "kolaybase-workers" && s.Name == "CREATE");
    }

    [Fact]
    public async Task The_spans_of_a_job_follow_the_conventions_for_messaging()
    {
        var owner = await stack.SignUpAsync();
        var (trace, _) = await SendAsync(owner, "/api/projects", new { name = "conventions" }, 201);

        var spans = await stack.TraceAsync(trace, "send provision-project", "process provision-project");
        var (sent, job) = (spans.Single(s => s.Kind == ReceivedSpan.Producer), spans.Single(s => s.Kind == ReceivedSpan.Consumer));
        foreach (var (span, operation) in new[] { (sent, "send"), (job, "process") })
        {
            Assert.Equal("rebus", span.Attributes["messaging.system"]);
            Assert.Equal(operation, span.Attributes["messaging.operation.name"]);
            Assert.Equal(operation, span.Attributes["messaging.operation.type"]);
            Assert.Equal("provision-project", span.Attributes["messaging.destination.name"]);
        }

        Assert.Equal("1", job.Attributes["kolaybase.job.attempt"]);
    }

    [Fact]
    public async Task A_mail_is_in_the_trace_of_the_request_that_led_to_it()
    {
        var client = await stack.SignUpAsync();
        var (trace, caller) = await SendAsync(client, "/api/auth/forgot-password", new { email = client.Email }, 200);

        var spans = await stack.TraceAsync(trace, "send request-password-reset", "process request-password-reset", "send send-mail", "process send-mail", "send mail");
        TestContext.Current.TestOutputHelper!.WriteLine(Print(spans, caller));
        var byId = spans.ToDictionary(s => s.SpanId);
        var up = new List<string>();
        for (var span = spans.Single(s => s.Name == "send mail"); span is not null; span = byId.GetValueOrDefault(span.ParentId))
        {
            up.Add(span.Name);
        }

        Assert.Equal(["send mail", "process send-mail", "send send-mail", "process request-password-reset", "send request-password-reset", "POST /api/auth/forgot-password"], up);
        Assert.Equal("folder", spans.Single(s => s.Name == "send mail").Attributes["kolaybase.mail.transport"]);
    }

    [Fact]
    public async Task A_counter_in_Redis_is_a_span_of_the_request_without_its_key()
    {
        var client = await stack.SignUpAsync();
        ReceivedSpan? call = null;
        // The first calls of a process may find Redis not yet connected, and leave it alone for a while.
        await Eventually.TrueAsync(
            async () =>
            {
                var (trace, _) = await SendAsync(client, "/api/auth/login", new { email = client.Email, password = PlatformClient.Password }, 200);
                call = (await stack.TraceAsync(trace, "POST /api/auth/login")).FirstOrDefault(s => s.Name == "PIPELINE" && !s.Attributes.ContainsKey("error.type"));
                return call is not null;
            },
            "a call of Redis is in the trace",
            Cancel);
        Assert.Equal(("Kolaybase.Redis", ReceivedSpan.Client), (call!.Source, call.Kind));
        Assert.Equal(["db.operation.batch.size", "db.operation.name", "db.system.name"], call.Attributes.Keys.Order());
    }

    [Fact]
    public async Task What_loops_ask_on_their_own_begins_no_trace()
    {
        var client = await stack.SignUpAsync();
        var (trace, _) = await SendAsync(client, "/api/auth/forgot-password", new { email = client.Email }, 200);
        // By now the worker has looked at its queue many times.
        await stack.TraceAsync(trace, "send mail");
        Assert.DoesNotContain(stack.Receiver.Spans, s => s.ParentId.Length == 0 && s.Kind == ReceivedSpan.Client);
    }

    /// <summary>A request that continues the caller's trace (W3C Trace Context).</summary>
    private async Task<(string Trace, string Caller)> SendAsync(PlatformClient client, string path, object body, int status)
    {
        var (trace, caller) = (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", client.Token);
        request.Headers.Add("traceparent", $"00-{trace}-{caller}-01");
        using var response = await stack.Client.SendAsync(request, Cancel);
        Assert.Equal(status, (int)response.StatusCode);
        return (trace, caller);
    }

    private static string Print(IReadOnlyList<ReceivedSpan> spans, string caller)
    {
        var (text, begun) = (new StringBuilder($"trace {spans[0].TraceId}\n"), spans[0].Start);
        Append(caller, 1);
        return text.ToString();

        void Append(string parent, int depth)
        {
            foreach (var span in spans.Where(s => s.ParentId == parent))
            {
                text.Append(CultureInfo.InvariantCulture, $"{(span.Start - begun) / 1e6,8:0.0} ms {new string(' ', 2 * depth)}{span.Name} ({span.Service}, {span.Source}, {span.Milliseconds:0.0} ms)\n");
                Append(span.SpanId, depth + 1);
            }
        }
    }
}
