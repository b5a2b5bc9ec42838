using Kolaybase.Api.Http;
using Kolaybase.Api.Http.RequestLog;
using Kolaybase.ControlPlane.Logs;
using Kolaybase.Tests.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.Http.RequestLog;

public sealed class RequestLogMiddlewareTests : IDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ProjectLog _log;

    public RequestLogMiddlewareTests() => _log = new ProjectLog(new LogOptions(), ActivatorUtilities.CreateInstance<LogMetrics>(_meters), new FakeTimeProvider());

    [Fact]
    public async Task A_fault_of_the_log_changes_no_answer_and_is_counted()
    {
        using var readings = new MeterReadings(_meters);
        await RunAsync(200, time: new BrokenClock());
        Assert.Equal(1, readings.Sum("kolaybase.logs.entries", "kolaybase.logs.result=failed"));
        // What the request itself has thrown is what is thrown.
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => RunAsync(200, new InvalidTimeZoneException(), new BrokenClock()));
        Assert.Equal(2, readings.Sum("kolaybase.logs.entries", "kolaybase.logs.result=failed"));
        Assert.Equal(0, _log.Waiting.Count);
    }

    [Fact]
    public async Task A_flood_that_is_nobodys_or_too_often_leaves_few_entries_and_room_for_all_others()
    {
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(401);
        }

        Assert.Equal(LogBudget.Strangers, _log.Waiting.Count);
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(429, user: true);
        }

        Assert.Equal(LogBudget.Strangers, _log.Waiting.Count);
        await RunAsync(403, user: true);
        await RunAsync(200, user: true);
        Assert.Equal(LogBudget.Strangers + 2, _log.Waiting.Count);
    }

    public void Dispose() => _meters.Dispose();

    private Task RunAsync(int status, Exception? fault = null, TimeProvider? time = null, bool user = false)
    {
        var context = new DefaultHttpContext();
        context.SetEndpoint(new Endpoint(null, null, null));
        NotedProject.Set(context, Guid.Empty);
        if (user)
        {
            context.Features.Set(new PlatformUser(Guid.Empty, null, null));
        }

        var middleware = new RequestLogMiddleware(
            c =>
            {
                c.Response.StatusCode = status;
                return fault is null ? Task.CompletedTask : Task.FromException(fault);
            },
            _log,
            time ?? new FakeTimeProvider());
        return middleware.InvokeAsync(context);
    }

    private sealed class BrokenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException("no clock");
    }
}
