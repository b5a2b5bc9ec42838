using Kolaybase.ControlPlane.Databases;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Support;
using Kolaybase.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kolaybase.Tests.Pooler;

/// <summary>
/// A server of its own, prepared directly as documented; a pooler for developers (<c>PooledHost</c>), and another, in session mode, that the API and the worker go
/// through for everything. Skipped where PgBouncer is not installed.
/// </summary>
public sealed class PoolerFixture : IAsyncLifetime
{
    /// <summary>Tests of one collection share the server and the processes.</summary>
    public const string Collection = "Pooler";

    /// <summary>The login that looks up passwords, as documented.</summary>
    public const string Lookup = "kolaybase_pooler";

    private const string Control = "ConnectionStrings:control";
    private static readonly Version s_withAuthDatabase = new(1, 19);
    private readonly string _lookupPassword = EmbeddedSecrets.Password();
    private readonly SkippableStart _start = new();
    private PostgresServer? _server;
    private ControlPlaneFixture? _plane;
    private PgBouncerProcess? _developers;
    private PgBouncerProcess? _sessions;
    private IHost? _worker;
    private TestApi? _api;

    public PostgresServer Server => _server!;

    /// <summary>The version of PgBouncer that is installed.</summary>
    public Version Version { get; private set; } = new();

    /// <summary>The pooler of developers, whose address <c>connect</c> tells.</summary>
    public PgBouncerProcess Developers => _developers!;

    /// <summary>The API that goes through the pooler in session mode.</summary>
    public TestApi Api => _api!;

    public TestLog WorkerLog { get; } = new();

    public PlatformClient Owner { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _start.RunAsync(StartAsync);

    private async Task StartAsync()
    {
        Version = await PgBouncerProcess.VersionAsync();
        _server = await PostgresServers.StartOwnAsync(18);
        var servers = new DatabaseServerOptions
        {
            Provisioner = _server.ConnectionString("kolaybase_provisioner", EmbeddedSecrets.Password(), "postgres"),
            Bootstrap = _server.SuperuserConnectionString,
        };
        _plane = await ControlPlaneFixture.StartOnAsync(_server, servers, _server.ConnectionString("kolaybase_control", EmbeddedSecrets.Password(), "kolaybase_control"));
        await PrepareLookupAsync();
        _developers = await PgBouncerProcess.StartAsync(_server, "session", Lookup, new Dictionary<string, string> { [Lookup] = _lookupPassword });
        _sessions = await StartForOurselvesAsync("session");

        var settings = Through(_sessions).Append(KeyValuePair.Create($"{DatabaseServersOptions.Section}:default:PooledHost", (string?)$"127.0.0.1:{_developers.Port}")).ToList();
        _worker = WorkerHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(WorkerLog);
        });
        await _worker.StartAsync(Cancel);
        _api = await StartApiAsync(settings);
        Owner = await PlatformClient.SignUpAsync(_api.Client);
    }

    /// <summary>An API that goes through a pooler for everything but the control database; the caller disposes both.</summary>
    public async Task<(PgBouncerProcess Pooler, TestApi Api)> StartApiThroughAsync(string mode, params (string Key, string Value)[] more)
    {
        _start.Check();
        var pooler = await StartForOurselvesAsync(mode);
        return (pooler, await StartApiAsync(
            Through(pooler).Where(s => s.Key != Control).Append(KeyValuePair.Create(Control, (string?)_plane!.ControlConnectionString)).Concat(more.Select(m => KeyValuePair.Create(m.Key, (string?)m.Value)))));
    }

    /// <summary>Makes a project over HTTP, by the worker.</summary>
    public async Task<PooledProject> CreateAsync()
    {
        _start.Check();
        var made = (await Owner.PostAsync("/api/projects", new { name = "pooled" })).Expect(201);
        Assert.True(made.GetProperty("status").GetString() == "ACTIVE", made.GetRawText() + string.Join('\n', WorkerLog.Entries.Select(e => $"{e.Message} {e.Exception}")));
        var id = made.GetProperty("id").GetGuid();
        var connect = (await Owner.GetAsync($"/api/projects/{id}/connect")).Expect(200).GetProperty("database");
        var database = connect.GetProperty("name").GetString()!;
        if (Version < s_withAuthDatabase)
        {
            // It asks in the database that the client wants, which lets in nobody but the project's own logins.
            await _server!.ExecuteAsync($"grant connect on database {database} to {Lookup}", Cancel);
        }

        return new PooledProject(id, made.GetProperty("anonKey").GetString()!, made.GetProperty("serviceKey").GetString()!, database, connect.GetProperty("pooled").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        if (_worker is not null)
        {
            await _worker.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)_worker).DisposeAsync();
        }

        foreach (var pooler in new[] { _developers, _sessions }.OfType<PgBouncerProcess>())
        {
            await pooler.DisposeAsync();
        }

        // With the server goes all that was made on it.
        if (_plane is not null)
        {
            await _plane.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task PrepareLookupAsync()
    {
        var sql = PgBouncerProcess.Documented("pgbouncer.sql").Replace("change-me", _lookupPassword, StringComparison.Ordinal);
        await _server!.ExecuteAsync(sql, Cancel);
        if (Version >= s_withAuthDatabase)
        {
            return;
        }

        // The function has to be in every database: new ones have it from the template.
        await _server.ExecuteAsync("alter database kolaybase_template with allow_connections true", Cancel);
        await using (var template = new NpgsqlConnection($"{_server.SuperuserConnectionString.Replace("Database=postgres", "Database=kolaybase_template", StringComparison.Ordinal)};Pooling=false"))
        {
            await template.OpenAsync(Cancel);
            var function = sql[sql.IndexOf("create schema", StringComparison.Ordinal)..sql.IndexOf("grant connect", StringComparison.Ordinal)];
            await using var command = new NpgsqlCommand($"{function} grant usage on schema {Lookup} to kolaybase_provisioner; grant execute on function {Lookup}.login(text) to kolaybase_provisioner", template);
            await command.ExecuteNonQueryAsync(Cancel);
        }

        await _server.ExecuteAsync("alter database kolaybase_template with allow_connections false", Cancel);
        // Its sessions in a database are in the way of that one's removal: the provisioner has to be able to end them.
        await _server.ExecuteAsync($"grant {Lookup} to kolaybase_provisioner", Cancel);
    }

    // Before 1.19 the provisioner looks up, who alone may enter a database that is being made.
    private Task<PgBouncerProcess> StartForOurselvesAsync(string mode)
    {
        var users = new Dictionary<string, string> { [Lookup] = _lookupPassword };
        foreach (var login in new[] { _plane!.ControlConnectionString, Provisioner })
        {
            var builder = new NpgsqlConnectionStringBuilder(login);
            users[builder.Username!] = builder.Password!;
        }

        return PgBouncerProcess.StartAsync(_server!, mode, Version < s_withAuthDatabase ? "kolaybase_provisioner" : Lookup, users);
    }

    private string Provisioner => _plane!.Settings[$"{DatabaseServersOptions.Section}:default:Provisioner"]!;

    private IEnumerable<KeyValuePair<string, string?>> Through(PgBouncerProcess pooler) => _plane!.Settings
        .Where(s => !s.Key.EndsWith(":Bootstrap", StringComparison.Ordinal))
        .Select(s => KeyValuePair.Create(s.Key, s.Key == Control || s.Key.EndsWith(":Provisioner", StringComparison.Ordinal) ? pooler.Through(s.Value!) : s.Value))
        .Append(KeyValuePair.Create("Kolaybase:PasswordIterations", (string?)"1000"));

    private static Task<TestApi> StartApiAsync(IEnumerable<KeyValuePair<string, string?>> settings) => TestApi.StartAsync(configure: builder => builder.Configuration.AddInMemoryCollection(settings));
}

/// <summary>A project as its developers know it.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="AnonKey">Its public key.</param>
/// <param name="ServiceKey">Its secret key.</param>
/// <param name="Database">Its database.</param>
/// <param name="PooledUri">The address by way of the pooler, as <c>connect</c> tells it.</param>
public sealed record PooledProject(Guid Id, string AnonKey, string ServiceKey, string Database, string PooledUri)
{
    /// <summary>The same for Npgsql.</summary>
    public NpgsqlConnectionStringBuilder Pooled()
    {
        var uri = new Uri(PooledUri);
        var user = uri.UserInfo.Split(':');
        return new() { Host = uri.Host, Port = uri.Port, Database = uri.AbsolutePath[1..], Username = user[0], Password = Uri.UnescapeDataString(user[1]), Pooling = false };
    }
}

[CollectionDefinition(PoolerFixture.Collection)]
public sealed class PoolerCollection : ICollectionFixture<PoolerFixture>;
