using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Processes;
using Npgsql;

namespace Kolaybase.Tests.Support;

/// <summary>A running PostgreSQL whose data lasts as long as it does.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Func<Task<PostgresCluster>> _start;
    private PostgresCluster _cluster;

    private PostgresServer(TemporaryFolder folder, Func<Task<PostgresCluster>> start, PostgresCluster cluster) => (_folder, _start, _cluster) = (folder, start, cluster);

    public int Major => _cluster.Binaries.Major;

    /// <summary>The folder of its programs.</summary>
    public string BinFolder => _cluster.Binaries.BinFolder;

    public int Port => _cluster.Port;

    /// <summary>Connection string of the superuser on database <c>postgres</c>.</summary>
    public string SuperuserConnectionString => _cluster.SuperuserConnectionString;

    /// <summary>Connection string of another login or database.</summary>
    public string ConnectionString(string user, string password, string database) => _cluster.ConnectionString(user, password, database);

    /// <summary>Makes a database that is dropped, sessions and all, when disposed.</summary>
    public async Task<ThrowAwayDatabase> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = $"t_{Guid.CreateVersion7():N}";
        await ExecuteAsync($"create database {name}", cancellationToken);
        return new ThrowAwayDatabase(this, name);
    }

    /// <summary>Runs a statement as the superuser on database <c>postgres</c>, without a pool.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection($"{SuperuserConnectionString};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ends all sessions and the server; only for one that a test has for itself.</summary>
    public async Task StopAsync() => await _cluster.DisposeAsync();

    /// <summary>Starts it after <see cref="StopAsync"/>, with its data and at the same address.</summary>
    public async Task StartAgainAsync()
    {
        var port = Port;
        _cluster = await _start();
        Assert.Equal(port, Port);
    }

    /// <summary><c>kill -9</c> of the first process, by which all others end, and a start on the same port.</summary>
    public async Task KillAndStartAsync()
    {
        _ = LibC.Kill(_cluster.ProcessId, LibC.SigKill);
        await _cluster.Exited;
        await StopAsync();
        await StartAgainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    internal static async Task<PostgresServer> StartAsync(int major, int maxConnections = 400, bool durable = false)
    {
        // Not the calling test's token: the server outlives the test that happened to ask first.
        var cancellationToken = CancellationToken.None;
        var (search, user) = await PostgresServers.BinariesAsync();
        var folder = TemporaryFolder.CreateInMemory();
        try
        {
            var data = await DataFolder.OpenAsync(folder.Path, user, cancellationToken);
            var options = new PostgresClusterOptions
            {
                Folder = data.Postgres,
                RunFolder = data.Run,
                LogFolder = data.Logs,
                PortFile = data.PostgresPortFile,
                SuperuserPassword = EmbeddedSecrets.Password(),
                User = user,
                Major = major,
                MaxConnections = maxConnections,
                Durable = durable,
            };
            Task<PostgresCluster> Start() => PostgresCluster.StartAsync(options, search, PostgresServers.Progress, TimeProvider.System, cancellationToken);
            return new PostgresServer(folder, Start, await Start());
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }
}
