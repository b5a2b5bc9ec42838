using System.Collections.Concurrent;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Npgsql;

namespace Kolaybase.Tests.Rest.Support;

/// <summary>A provisioned project's database, with a pool of its authenticator that the test sizes.</summary>
public sealed class RestDatabase : IAsyncDisposable
{
    /// <summary>One control plane on each server; it goes with the server at the end of the run.</summary>
    private static readonly ConcurrentDictionary<int, Lazy<Task<ControlPlaneFixture>>> ControlPlanes = new();

    private readonly PostgresServer _server;
    private readonly TestProjects _projects;
    private readonly ProvisionedProject _project;
    private readonly NpgsqlDataSource _authenticator;

    private RestDatabase(PostgresServer server, TestProjects projects, ProvisionedProject project, NpgsqlDataSource authenticator) =>
        (_server, _projects, _project, _authenticator) = (server, projects, project, authenticator);

    /// <summary>Times a connection of the authenticator was asked for.</summary>
    public int Opened { get; private set; }

    /// <summary>The project with its logins.</summary>
    public ProvisionedProject Provisioned => _project;

    /// <summary>The project.</summary>
    public ProjectRef Project => _project.Ref;

    public static async Task<RestDatabase> CreateAsync(int major, int connections)
    {
        // Where that version can't be had, this skips the test.
        var server = await PostgresServers.Get(major);
        var controlPlane = await ControlPlanes.GetOrAdd(major, static version => new(() => ControlPlaneFixture.StartAsync(version))).Value;
        var projects = new TestProjects(controlPlane.Services);
        var project = await projects.CreateAsync(TestContext.Current.CancellationToken);
        return new(server, projects, project, NpgsqlDataSource.Create(PoolSettings.Apply(new(project.AuthenticatorConnectionString), connections, requests: true)));
    }

    public ValueTask<NpgsqlConnection> OpenAuthenticatorAsync(CancellationToken cancellationToken)
    {
        Opened++;
        return _authenticator.OpenConnectionAsync(cancellationToken);
    }

    /// <summary>A session of the project's owner, of the caller's own.</summary>
    public async Task<NpgsqlConnection> OpenOwnerAsync()
    {
        var connection = new NpgsqlConnection($"{_project.OwnerConnectionString};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Runs statements as the project's owner.</summary>
    public Task ExecuteAsync(string sql) => _project.ExecuteAsync(sql, TestContext.Current.CancellationToken);

    /// <summary>Reads one value as the project's owner.</summary>
    public async Task<T> ScalarAsync<T>(string sql) => (await _project.QueryAsync<T>(sql, TestContext.Current.CancellationToken))!;

    /// <summary>Makes it a database as on a server whose admin is no superuser: its version is a fingerprint of the catalogue.</summary>
    public async Task UseFingerprintAsync()
    {
        var assembly = typeof(ProjectDatabase).Assembly;
        await using var script = assembly.GetManifestResourceStream(assembly.GetManifestResourceNames().Single(n => n.EndsWith(".03-fingerprint.sql", StringComparison.Ordinal)))!;
        using var text = new StreamReader(script);
        await ExecuteAsAdminAsync("drop event trigger kolaybase_ddl_command_end; drop event trigger kolaybase_sql_drop;" + await text.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Runs SQL in the database as the superuser, who owns what belongs to Kolaybase there.</summary>
    public async Task ExecuteAsAdminAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server.SuperuserConnectionString) { Database = Project.Database.Name, Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>How many statements of others run in the database now. Only a superuser sees that.</summary>
    public Task<long> RunningAsync() => CountActivityAsync("state = 'active'");

    /// <summary>How many of them wait for a lock that another holds.</summary>
    public Task<long> BlockedAsync() => CountActivityAsync("state = 'active' and wait_event_type = 'Lock'");

    private async Task<long> CountActivityAsync(string condition)
    {
        await using var connection = new NpgsqlConnection($"{_server.SuperuserConnectionString};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"select count(*) from pg_stat_activity where datname = $1 and {condition}", connection) { Parameters = { new() { Value = Project.Database.Name } } };
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _authenticator.DisposeAsync();
        await _projects.DisposeAsync();
    }
}
