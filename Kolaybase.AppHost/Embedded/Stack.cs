using System.Globalization;
using Kolaybase.Embedded;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Processes;
using Kolaybase.Embedded.Progress;
using Kolaybase.Embedded.Redis;

namespace Kolaybase.AppHost.Embedded;

/// <summary>The whole stack on one data folder: PostgreSQL and the Redis-protocol server as children, API and workers in this process.</summary>
internal sealed class Stack(AppHostArguments arguments, ListenAddresses addresses, StartProgress progress, TimeProvider time) : IAsyncDisposable
{
    private readonly long _begun = time.GetTimestamp();
    private DataFolder? _data;
    private DataFolderLock? _lock;
    private PostgresCluster? _postgres;
    private SupervisedGarnet? _garnet;
    private LogPruning? _logs;
    private StackServices? _services;
    private Task<bool>? _stopped;

    public ListenAddresses Addresses => addresses;

    /// <summary>The data folder; known once started.</summary>
    public DataFolder Data => _data ?? throw new InvalidOperationException("The stack is not started.");

    /// <summary>The database server; known once started.</summary>
    public PostgresCluster Postgres => _postgres ?? throw new InvalidOperationException("The stack is not started.");

    /// <summary>Starts everything and returns when the API answers. What was started before a failure is stopped by <see cref="StopAsync"/>.</summary>
    /// <exception cref="EmbeddedException">Something did not start; the message says what and what to do.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var user = await ServerUser.ChooseAsync(cancellationToken);
        if (user is { IsShared: true } && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ServerUser.Variable)))
        {
            progress.Say($"PostgreSQL runs as user '{user.Name}', since there is no user 'postgres'. Other services may run as that user too: name a better one in {ServerUser.Variable}.");
        }

        _data = await DataFolder.OpenAsync(arguments.Data, user, cancellationToken);
        progress.Say($"Data folder: {_data.Root}");
        _lock = DataFolderLock.Take(_data);
        var secrets = EmbeddedSecrets.Open(_data);

        // Garnet starts beside all the rest, which does without it until it answers.
        _garnet = await StartGarnetAsync(_data, secrets, cancellationToken);
        await StartPostgresAsync(_data, secrets, user, cancellationToken);
        _logs = new LogPruning(_data.Logs, progress, time);

        _services = new StackServices(addresses, StackSettings.Of(_data, secrets, Postgres.Port, _garnet.ConnectionString), secrets.Metrics);
        await _services.StartAsync(cancellationToken);
        Say("Workers and API");
    }

    /// <summary>Waits until somebody asks to stop or PostgreSQL ends.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync(CancellationToken stop)
    {
        var asked = Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        if (await Task.WhenAny(Postgres.Exited, asked) == asked)
        {
            return ExitCodes.Stopped;
        }

        progress.Say($"PostgreSQL ended on its own (exit code {await Postgres.Exited}); its log is in {Data.Logs}. Stopping the rest: start again to recover.");
        return ExitCodes.PostgresDied;
    }

    /// <summary>
    /// Stops API, workers, Redis-protocol server and PostgreSQL, in this order, and gives the data folder free. Bounded: each has
    /// a few seconds before it is ended by force. One that can't be stopped is said and does not keep the others from it.
    /// </summary>
    /// <returns>Whether everything stopped cleanly.</returns>
    public Task<bool> StopAsync() => _stopped ??= new StopSequence(progress.Say, time).RunAsync(Parts());

    /// <summary>Ends the children at once and does not wait.</summary>
    public void Abort()
    {
        _garnet?.Abort();
        _postgres?.Abort();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private IEnumerable<(string Name, Func<Task> Stop)> Parts()
    {
        foreach (var part in _services?.Parts() ?? [])
        {
            yield return part;
        }

        if (_garnet is { } garnet)
        {
            yield return ("The Redis-protocol server", () => garnet.DisposeAsync().AsTask());
        }

        if (_postgres is { } postgres)
        {
            yield return ("PostgreSQL", () => postgres.DisposeAsync().AsTask());
        }

        if (_logs is { } logs)
        {
            yield return ("The log's pruning", () => logs.DisposeAsync().AsTask());
        }

        if (_lock is { } held)
        {
            yield return ("The data folder's lock", () =>
            {
                held.Dispose();
                return Task.CompletedTask;
            });
        }
    }

    private Task<SupervisedGarnet> StartGarnetAsync(DataFolder data, EmbeddedSecrets secrets, CancellationToken cancellationToken)
    {
        var options = new GarnetServerOptions
        {
            Folder = data.Garnet,
            // Not beside PostgreSQL's: that folder is another user's, who could lead root's writing elsewhere by a link.
            LogFile = Path.Combine(data.Garnet, "garnet.log"),
            PortFile = data.GarnetPortFile,
            Password = secrets.Redis,
        };
        return SupervisedGarnet.StartAsync(options, port => Say($"Redis-protocol server (Garnet) on 127.0.0.1:{port}"), progress, time, cancellationToken);
    }

    private async Task StartPostgresAsync(DataFolder data, EmbeddedSecrets secrets, ServerUser? user, CancellationToken cancellationToken)
    {
        var options = StackSettings.Cluster(data, secrets, user, arguments.PostgresPort);
        _postgres = await PostgresCluster.StartAsync(options, new PostgresBinaries(user), progress, time, cancellationToken);
        Say($"PostgreSQL {_postgres.Binaries.Version} on 127.0.0.1:{_postgres.Port} (found by {_postgres.Binaries.FoundBy})");
    }

    private void Say(string what) => progress.Say(string.Create(CultureInfo.InvariantCulture, $"  [{time.GetElapsedTime(_begun).TotalSeconds,4:0.0} s] {what}"));
}
