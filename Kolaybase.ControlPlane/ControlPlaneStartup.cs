using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kolaybase.ControlPlane;

/// <summary>
/// What has to be there before a process works: prepared servers, the control database's schema. What is away (it starts too, restarts, fails over) is waited for
/// until <see cref="ControlPlaneOptions.StartTimeout"/> is over; any number of processes may prepare at the same time.
/// </summary>
public sealed partial class ControlPlaneStartup(
    ControlPlaneOptions options, IOptions<DatabaseServersOptions> servers, ServerBootstrap bootstrap, ControlDatabase control, TimeProvider time, ILogger<ControlPlaneStartup> logger)
{
    /// <summary>From one try to the next.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Prepares every server that has a bootstrap login, and migrates the control database.</summary>
    /// <exception cref="ServerBootstrapException">A server can't be prepared, or stayed away.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        await PrepareControlAsync(begun, cancellationToken);
        foreach (var server in Others)
        {
            await WaitAsync(ServerText(server), begun, () => PrepareServerAsync(server, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Prepares what a worker can't do without: the server of the control database, and that database. The other servers are tried once, all at a time.</summary>
    /// <returns>Names of those that are away; <see cref="TryPrepareServerAsync"/> does the rest for each.</returns>
    /// <exception cref="ServerBootstrapException">A server can't be prepared, or that of the control database stayed away.</exception>
    public async Task<IReadOnlyList<string>> PrepareForWorkAsync(CancellationToken cancellationToken)
    {
        await PrepareControlAsync(time.GetTimestamp(), cancellationToken);
        var others = Others.ToList();
        var there = await Task.WhenAll(others.Select(server => TryPrepareServerAsync(server, cancellationToken)));
        return [.. others.Where((_, i) => !there[i])];
    }

    /// <summary>Prepares one server.</summary>
    /// <returns>False when it is away.</returns>
    /// <exception cref="ServerBootstrapException">It can't be prepared.</exception>
    public async Task<bool> TryPrepareServerAsync(string server, CancellationToken cancellationToken)
    {
        try
        {
            await PrepareServerAsync(server, cancellationToken);
            return true;
        }
        catch (Exception exception) when (ServerOutage.IsCauseOf(exception))
        {
            return false;
        }
    }

    private IEnumerable<string> Others => servers.Value.Where(s => !HoldsControl(s.Value)).Select(s => s.Key);

    private async Task PrepareControlAsync(long begun, CancellationToken cancellationToken)
    {
        foreach (var server in servers.Value.Where(s => HoldsControl(s.Value)).Select(s => s.Key))
        {
            await WaitAsync(ServerText(server), begun, () => PrepareServerAsync(server, cancellationToken), cancellationToken);
        }

        await WaitAsync("The control database (ConnectionStrings:control)", begun, () => control.MigrateAsync(cancellationToken), cancellationToken);
    }

    private Task PrepareServerAsync(string name, CancellationToken cancellationToken)
    {
        var server = servers.Value[name];
        return bootstrap.EnsureAsync(server, HoldsControl(server) ? options.Control : null, cancellationToken);
    }

    private bool HoldsControl(DatabaseServerOptions server)
    {
        var control = new NpgsqlConnectionStringBuilder(options.Control);
        var bootstrap = new NpgsqlConnectionStringBuilder(server.Bootstrap);
        return string.Equals(control.Host, bootstrap.Host, StringComparison.OrdinalIgnoreCase) && control.Port == bootstrap.Port;
    }

    private async Task WaitAsync(string what, long begun, Func<Task> prepare, CancellationToken cancellationToken)
    {
        for (var told = false; ; told = true)
        {
            try
            {
                await prepare();
                return;
            }
            catch (Exception exception) when (ServerOutage.IsCauseOf(exception))
            {
                if (time.GetElapsedTime(begun) + Pause > options.StartTimeout)
                {
                    throw new ServerBootstrapException($"{what} could not be reached for {options.StartTimeout.TotalSeconds} seconds (Kolaybase:StartTimeoutSeconds): {Reason(exception)}", exception);
                }

                if (!told)
                {
                    LogWaiting(what, options.StartTimeout.TotalSeconds, Reason(exception));
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static string ServerText(string name) => $"The database server \"{name}\" ({DatabaseServersOptions.Section}:{name}:Bootstrap)";

    // EF Core's own message says only that there is an inner one.
    private static string Reason(Exception exception)
    {
        while (exception is not NpgsqlException && exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message;
    }

    [LoggerMessage(LogLevel.Warning, "{What} can't be reached; waiting for it, {Seconds} seconds at most from the start: {Reason}")]
    private partial void LogWaiting(string what, double seconds, string reason);
}
