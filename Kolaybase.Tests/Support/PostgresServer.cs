using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Postgres;
using Npgsql;

namespace Kolaybase.Tests.Support;

/// <summary>A running PostgreSQL whose data lasts as long as it does.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly PostgresCluster _cluster;

    private PostgresServer(TemporaryFolder folder, PostgresCluster cluster) => (_folder, _cluster) = (folder, cluster);

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

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    internal static async Task<PostgresServer> StartAsync(int major, int maxConnections = 400)
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
                Durable = false,
            };
            var cluster = await PostgresCluster.StartAsync(options, search, PostgresServers.Progress, TimeProvider.System, cancellationToken);
            return new PostgresServer(folder, cluster);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }
}
