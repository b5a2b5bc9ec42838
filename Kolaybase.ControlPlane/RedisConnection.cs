using System.Diagnostics;
using System.Diagnostics.Metrics;
using StackExchange.Redis;

namespace Kolaybase.ControlPlane;

/// <summary>The Redis-protocol server, which may be absent or down: whoever uses it must be right, only slower, without it.</summary>
public sealed class RedisConnection : IAsyncDisposable
{
    /// <summary>Name of the activities' source and of the meter.</summary>
    public const string TelemetryName = "Kolaybase.Redis";

    private static readonly ActivitySource s_source = new(TelemetryName);
    private readonly Lazy<Task<IConnectionMultiplexer>>? _connection;
    private readonly Histogram<double> _duration;
    private readonly TimeProvider _time;

    /// <summary>Connects when first asked.</summary>
    public RedisConnection(ControlPlaneOptions options, IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _duration = meters.Create(TelemetryName).CreateHistogram<double>("kolaybase.redis.duration", "s", "How long calls of the Redis-protocol server took.");
        if (options.Redis.Length > 0)
        {
            var parsed = ConfigurationOptions.Parse(options.Redis);
            // Keeps trying in the background instead of failing once and for all.
            parsed.AbortOnConnectFail = false;
            parsed.ClientName ??= "kolaybase";
            _connection = new(async () => await ConnectionMultiplexer.ConnectAsync(parsed));
        }
    }

    /// <summary>Whether a server is configured at all.</summary>
    public bool IsConfigured => _connection is not null;

    /// <summary>The connection, or null when none is configured. It may not be connected (<see cref="IConnectionMultiplexer.IsConnected"/>).</summary>
    public async ValueTask<IConnectionMultiplexer?> GetAsync(CancellationToken cancellationToken) =>
        _connection is null ? null : await _connection.Value.WaitAsync(cancellationToken);

    /// <summary>Makes one call, as a span by OpenTelemetry's conventions for databases: neither keys nor values are in it.</summary>
    /// <param name="operation">The command, or <c>PIPELINE</c>.</param>
    /// <param name="commands">How many commands it sends.</param>
    /// <param name="call">Sends them.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TimeoutException">The server is not connected.</exception>
    /// <exception cref="InvalidOperationException">None is configured.</exception>
    public async Task<T> CallAsync<T>(string operation, int commands, Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
    {
        using var activity = s_source.StartActivity(operation, ActivityKind.Client);
        var begun = _time.GetTimestamp();
        string? error = null;
        try
        {
            var connection = await GetAsync(cancellationToken) ?? throw new InvalidOperationException("No Redis-protocol server is configured.");
            return connection.IsConnected
                ? await call(connection.GetDatabase()).WaitAsync(cancellationToken)
                : throw new TimeoutException("Redis is not connected.");
        }
        catch (Exception exception)
        {
            error = exception.GetType().Name;
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            Note(activity, operation, commands, error);
            _duration.Record(_time.GetElapsedTime(begun).TotalSeconds, Tags(operation, error));
        }
    }

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _connection.Value).DisposeAsync();
        }
    }

    private static void Note(Activity? activity, string operation, int commands, string? error)
    {
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        activity.SetTag("db.system.name", "redis");
        activity.SetTag("db.operation.name", operation);
        activity.SetTag("error.type", error);
        if (commands > 1)
        {
            activity.SetTag("db.operation.batch.size", commands);
        }
    }

    private static TagList Tags(string operation, string? error)
    {
        var tags = new TagList { { "db.operation.name", operation } };
        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        return tags;
    }
}
