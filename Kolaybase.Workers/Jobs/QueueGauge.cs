using System.Diagnostics.Metrics;
using Kolaybase.ControlPlane.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kolaybase.Workers.Jobs;

/// <summary>Measures the queue every few seconds while somebody listens. Every worker measures the whole of it: take the greatest, not the sum.</summary>
internal sealed partial class QueueGauge : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _control;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueGauge> _logger;
    private readonly ObservableGauge<long> _gauge;
    private QueueState? _state;

    public QueueGauge(IMeterFactory meters, NpgsqlDataSource control, TimeProvider time, ILogger<QueueGauge> logger)
    {
        (_control, _time, _logger) = (control, time, logger);
        _gauge = meters.Create(JobTelemetry.Name).CreateObservableGauge<long>("kolaybase.jobs", Observe, "{job}", "Jobs in the queue by their state.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, _time);
        try
        {
            do
            {
                await MeasureAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        // What is not known is not told.
        _state = null;
        if (!_gauge.Enabled)
        {
            return;
        }

        try
        {
            _state = await QueueState.ReadAsync(_control, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: the next look comes.
            LogUnread(exception);
        }
    }

    private IEnumerable<Measurement<long>> Observe() => _state is { } state
        ? [Of(state.Waiting, "waiting"), Of(state.Delayed, "delayed"), Of(state.Running, "running"), Of(state.Dead, "dead")]
        : [];

    private static Measurement<long> Of(long count, string state) => new(count, KeyValuePair.Create("kolaybase.job.state", (object?)state));

    [LoggerMessage(LogLevel.Debug, "The queue could not be measured")]
    private partial void LogUnread(Exception exception);
}
