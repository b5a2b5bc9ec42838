using StackExchange.Redis;

namespace Kolaybase.ControlPlane;

/// <summary>The Redis-protocol server, which may be absent or down: whoever uses it must be right, only slower, without it.</summary>
public sealed class RedisConnection : IAsyncDisposable
{
    private readonly Lazy<Task<IConnectionMultiplexer>>? _connection;

    /// <summary>Connects when first asked.</summary>
    public RedisConnection(ControlPlaneOptions options)
    {
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

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _connection.Value).DisposeAsync();
        }
    }
}
