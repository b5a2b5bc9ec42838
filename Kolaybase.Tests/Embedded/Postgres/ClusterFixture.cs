using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Processes;
using Kolaybase.Embedded.Progress;
using Kolaybase.Tests.Support;
using Npgsql;

namespace Kolaybase.Tests.Embedded.Postgres;

/// <summary>A data folder of one test, to start servers on as often as it likes.</summary>
internal sealed class ClusterFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly StringWriter _said = new();
    private readonly List<PostgresCluster> _started = [];

    private ClusterFixture(TemporaryFolder folder) => _folder = folder;

    public required DataFolder Data { get; init; }

    public required PostgresClusterOptions Options { get; init; }

    public string Said => _said.ToString();

    public static async Task<ClusterFixture> CreateAsync(int major)
    {
        // Starting the shared server shows whether this version can be had at all, and fetches it once.
        await PostgresServers.Get(major);
        var user = await ServerUser.ChooseAsync(CancellationToken.None);
        var folder = TemporaryFolder.CreateInMemory();
        var data = await DataFolder.OpenAsync(folder.Combine("data"), user, CancellationToken.None);
        return new ClusterFixture(folder)
        {
            Data = data,
            Options = new PostgresClusterOptions
            {
                Folder = data.Postgres,
                RunFolder = data.Run,
                LogFolder = data.Logs,
                PortFile = data.PostgresPortFile,
                SuperuserPassword = EmbeddedSecrets.Password(),
                User = user,
                Major = major,
                Durable = false,
            },
        };
    }

    public async Task<PostgresCluster> StartAsync(PostgresClusterOptions? options = null)
    {
        var cluster = await PostgresCluster.StartAsync(
            options ?? Options, new PostgresBinaries(Options.User), new PlainProgress(_said), TimeProvider.System, TestContext.Current.CancellationToken);
        _started.Add(cluster);
        return cluster;
    }

    public static async Task<T> AskAsync<T>(PostgresCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection($"{cluster.SuperuserConnectionString};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _started)
        {
            await cluster.DisposeAsync();
        }

        _folder.Dispose();
        await _said.DisposeAsync();
    }
}
