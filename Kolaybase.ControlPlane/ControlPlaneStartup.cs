using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kolaybase.ControlPlane;

/// <summary>
/// What has to be there before a process works: prepared servers, the control database's schema. What is away (it starts too, restarts, fails over) is waited for, see
/// <see cref="ControlPlaneOptions.StartTimeout"/>; any number of processes may prepare at the same time.
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
        await PrepareControlAsync(cancellationToken);
        foreach (var server in Others)
        {
            await WaitAsync(Text(server), () => PrepareServerAsync(server, cancellationToken), cancellationToken);
        }
    }

    /// <summary>
    /// Names of the servers that the control database is not on: those without which a worker still has work. A server is taken for the control database's own when host
    /// and port of its bootstrap login are those of <c>ConnectionStrings:control</c>.
    /// </summary>
    public IReadOnlyList<string> Others => [.. servers.Value.Where(s => !HoldsControl(s.Value)).Select(s => s.Key)];

    /// <summary>Prepares what no worker can do without: the server of the control database, and that database.</summary>
    /// <exception cref="ServerBootstrapException">It can't be prepared, or stayed away.</exception>
    public async Task PrepareControlAsync(CancellationToken cancellationToken)
    {
        foreach (var server in servers.Value.Where(s => HoldsControl(s.Value)).Select(s => s.Key))
        {
            await WaitAsync(Text(server), () => PrepareServerAsync(server, cancellationToken), cancellationToken);
        }

        await WaitAsync("The control database (ConnectionStrings:control)", () => control.MigrateAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Prepares one server.</summary>
    /// <returns>Null when it is prepared, otherwise why it can't be: it is away, or its operator has to do something.</returns>
    public async Task<string?> TryPrepareAsync(string server, CancellationToken cancellationToken)
    {
        try
        {
            await PrepareServerAsync(server, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return ServerOutage.Reason(exception);
        }
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

    private async Task WaitAsync(string what, Func<Task> prepare, CancellationToken cancellationToken)
    {
        // From the first try that failed: what is busy, with a long migration say, is not away.
        long? away = null;
        var told = "";
        while (true)
        {
            try
            {
                await prepare();
                return;
            }
            catch (Exception exception) when (ServerOutage.MayPass(exception))
            {
                away ??= time.GetTimestamp();
                var reason = ServerOutage.Reason(exception);
                if (time.GetElapsedTime(away.Value) + Pause > options.StartTimeout)
                {
                    var patience = options.StartTimeout == TimeSpan.Zero ? "can't be reached" : $"could not be reached for {options.StartTimeout.TotalSeconds} seconds (Kolaybase:StartTimeoutSeconds)";
                    throw new ServerBootstrapException($"{what} {patience}: {reason}", exception);
                }

                if (told != reason)
                {
                    LogWaiting(what, options.StartTimeout.TotalSeconds, reason);
                    told = reason;
                }
            }
            catch (Exception exception) when (exception is ServerBootstrapException || ServerOutage.IsOfDatabase(exception))
            {
                // A wrong password, a database that is not there, a right that is missing: waiting changes nothing.
                throw new ServerBootstrapException($"{what} can't be used: {ServerOutage.Reason(exception)}", exception);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static string Text(string server) => $"The database server \"{server}\" ({DatabaseServersOptions.Section}:{server}:Bootstrap)";

    [LoggerMessage(LogLevel.Warning, "{What} can't be reached; waiting for it, about {Seconds} seconds at most: {Reason}")]
    private partial void LogWaiting(string what, double seconds, string reason);
}
