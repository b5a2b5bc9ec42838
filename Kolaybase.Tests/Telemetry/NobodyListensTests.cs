using System.Diagnostics.Metrics;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Metrics;
using Kolaybase.Api.Http.RateLimits;
using Kolaybase.Api.Rest.Schema;
using Kolaybase.ControlPlane.Jobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Telemetry;

/// <summary>Who exports nothing and is not scraped pays nothing.</summary>
public class NobodyListensTests
{
    [Fact]
    public async Task Measuring_allocates_nothing()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var (schemas, limits, jobs) = (new SchemaCacheMetrics(meters), new RateLimitMetrics(meters), new JobMetrics(meters));
        Measure();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Measure();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Measure()
        {
            schemas.Hit();
            limits.Refused(RateLimitMetrics.Data);
            jobs.Sent("send-mail");
            jobs.Processed("send-mail", TimeSpan.Zero, "IOException");
        }
    }

    [Fact]
    public async Task A_request_goes_through_the_counting_as_if_it_were_not_there()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var answer = new TaskCompletionSource();
        var metrics = new RequestMetrics(services.GetRequiredService<IMeterFactory>(), new HttpOptions());
        var middleware = new RequestMetricsMiddleware(_ => answer.Task, metrics);
        Assert.Same(answer.Task, middleware.InvokeAsync(new DefaultHttpContext()));

        using var readings = new MeterReadings(services);
        var counted = middleware.InvokeAsync(new DefaultHttpContext());
        Assert.NotSame(answer.Task, counted);
        answer.SetResult();
        await counted;
        Assert.Equal(1, readings.Sum("kolaybase.requests", "kolaybase.capability=none"));
    }
}
