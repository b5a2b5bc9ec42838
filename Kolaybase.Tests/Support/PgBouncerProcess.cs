using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Architecture;

namespace Kolaybase.Tests.Support;

/// <summary>
/// A real PgBouncer in front of a test's PostgreSQL, on loopback and a free port, as the same unprivileged user; gone when disposed. Its configuration is the one
/// that the documentation shows, <c>docs/deploy/pgbouncer.ini</c>, less what the installed version does not know.
/// </summary>
public sealed partial class PgBouncerProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly string[] Places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly TemporaryFolder _folder;
    private readonly ServerProcess _process;

    private PgBouncerProcess(TemporaryFolder folder, ServerProcess process, int port) => (_folder, _process, Port) = (folder, process, port);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The version that is installed. Skips the calling test where there is none.</summary>
    public static async Task<Version> VersionAsync()
    {
        var told = await Command.RunAsync(Program(), ["--version"], null, CancellationToken.None);
        return Version.Parse(VersionNumber().Match(told.Output).Value);
    }

    /// <summary>Starts one.</summary>
    /// <param name="server">What it is in front of.</param>
    /// <param name="mode"><c>session</c> or <c>transaction</c>.</param>
    /// <param name="lookup">The login that asks for the passwords of the others.</param>
    /// <param name="users">Names and passwords of those that are not looked up, <paramref name="lookup"/> among them.</param>
    public static async Task<PgBouncerProcess> StartAsync(PostgresServer server, string mode, string lookup, IReadOnlyDictionary<string, string> users)
    {
        var (program, version, user) = (Program(), await VersionAsync(), await ServerUser.ChooseAsync(CancellationToken.None));
        // Another program may take a free port before it does.
        for (var attempt = 1; ; attempt++)
        {
            var (folder, port) = (TemporaryFolder.Create(), ServerPort.Free());
            var list = Write(folder, "userlist.txt", string.Join('\n', users.Select(u => $"\"{u.Key}\" \"{u.Value}\"")) + "\n", user);
            var settings = new Dictionary<string, string>
            {
                ["\\*"] = $"host=127.0.0.1 port={server.Port}",
                ["listen_addr"] = "127.0.0.1",
                ["listen_port"] = port.ToString(CultureInfo.InvariantCulture),
                ["pool_mode"] = mode,
                ["auth_user"] = lookup,
                ["auth_file"] = list,
            };
            var ini = Write(folder, "pgbouncer.ini", Configure(Documented("pgbouncer.ini"), version, settings), user);
            var process = await ServerProcess.StartAsync([program, "-q", ini], user, "TERM");
            if (await ListensAsync(process, port))
            {
                return new PgBouncerProcess(folder, process, port);
            }

            var said = process.LastLines;
            await EndAsync(folder, process);
            Assert.True(attempt < 3, $"PgBouncer does not start: {said}");
        }
    }

    /// <summary>A connection string of the server, by way of the pooler.</summary>
    public string Through(string connectionString) => new Npgsql.NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = Port }.ConnectionString;

    /// <summary>What it printed last.</summary>
    public string Said => _process.LastLines;

    /// <summary>A file of <c>docs/deploy</c>.</summary>
    public static string Documented(string name) => File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "deploy", name));

    public async ValueTask DisposeAsync() => await EndAsync(_folder, _process);

    private static async Task EndAsync(TemporaryFolder folder, ServerProcess process)
    {
        process.Signal(Terminate);
        if (!await process.WaitAsync(Patience, TimeProvider.System))
        {
            process.Signal(Kill);
            await process.Exited;
        }

        process.Dispose();
        folder.Dispose();
    }

    private static string Program()
    {
        var found = Places.FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, "PgBouncer can't be had here: the program pgbouncer is not installed.");
        return found!;
    }

    /// <summary>The documented file with the test's own values, without certificates and without the settings of later versions.</summary>
    internal static string Configure(string ini, Version version, IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (key, value) in settings)
        {
            var line = new Regex($"^{key} *=.*$", RegexOptions.Multiline);
            Assert.True(line.IsMatch(ini), $"docs/deploy/pgbouncer.ini does not set {key}.");
            ini = line.Replace(ini, $"{key.TrimStart('\\')} = {value}");
        }

        ini = Tls().Replace(ini, "");
        ini = version >= new Version(1, 19) ? ini : AuthDatabase().Replace(ini, "");
        return version >= new Version(1, 21) ? ini : PreparedStatements().Replace(ini, "");
    }

    private static string Write(TemporaryFolder folder, string name, string text, ServerUser? user)
    {
        var path = folder.Combine(name);
        File.WriteAllText(path, text);
        UnixMode.Close(path);
        user?.TakeOver(path);
        return path;
    }

    private static async Task<bool> ListensAsync(ServerProcess process, int port)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!process.Exited.IsCompleted && TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return !process.Exited.IsCompleted;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }

        return false;
    }

    [GeneratedRegex(@"[0-9]+\.[0-9]+(\.[0-9]+)?")]
    private static partial Regex VersionNumber();

    [GeneratedRegex("^(client|server)_tls_.*$", RegexOptions.Multiline)]
    private static partial Regex Tls();

    [GeneratedRegex("^auth_dbname.*$", RegexOptions.Multiline)]
    private static partial Regex AuthDatabase();

    [GeneratedRegex("^max_prepared_statements.*$", RegexOptions.Multiline)]
    private static partial Regex PreparedStatements();
}
