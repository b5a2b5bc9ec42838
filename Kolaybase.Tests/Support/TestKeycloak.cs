using System.Net;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.Embedded;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Tests.Support;

/// <summary>A running Keycloak with its database in memory; gone when disposed.</summary>
public sealed class TestKeycloak : IAsyncDisposable
{
    /// <summary>The administrator of its master realm.</summary>
    public const string Admin = "admin";

    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder _folder;
    private readonly ServerProcess _process;

    private TestKeycloak(TemporaryFolder folder, ServerProcess process, string url, string password) => (_folder, _process, Url, Password) = (folder, process, url, password);

    /// <summary>Its address.</summary>
    public string Url { get; }

    /// <summary>Password of <see cref="Admin"/>.</summary>
    public string Password { get; }

    /// <summary>Configuration that makes it the identity server of that name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="url">Where it is reached, if not at its own address.</param>
    public Dictionary<string, string?> Settings(string name, string? url = null) => new()
    {
        [$"{IdentityServersOptions.Section}:{name}:Url"] = url ?? Url,
        [$"{IdentityServersOptions.Section}:{name}:PublicUrl"] = Url,
        [$"{IdentityServersOptions.Section}:{name}:AdminUser"] = Admin,
        [$"{IdentityServersOptions.Section}:{name}:AdminPassword"] = Password,
    };

    internal static async Task<TestKeycloak> StartAsync()
    {
        var folder = TemporaryFolder.Create();
        try
        {
            var java = KeycloakHome.FindJava();
            var home = await KeycloakHome.FindAsync(folder, CancellationToken.None);
            var (port, password) = (ServerPort.Free(), EmbeddedSecrets.Password());
            // Java itself and not kc.sh, which would have to be stopped together with its child.
            var process = await ServerProcess.StartAsync(
                CommandLine(java, home, port), null, "TERM", new Dictionary<string, string> { ["KC_BOOTSTRAP_ADMIN_USERNAME"] = Admin, ["KC_BOOTSTRAP_ADMIN_PASSWORD"] = password });
            var keycloak = new TestKeycloak(folder, process, $"http://127.0.0.1:{port}", password);
            await keycloak.WaitUntilReadyAsync();
            return keycloak;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Signal(Terminate);
        if (!await _process.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System))
        {
            _process.Signal(Kill);
            await _process.Exited;
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private static string[] CommandLine(string java, string home, int port) =>
    [
        java, "-Xms256m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:MaxMetaspaceSize=256m", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8",
        "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
        "--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
        "--add-opens=java.base/java.security=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
        $"-Dkc.home.dir={home}", $"-Djboss.server.config.dir={Path.Combine(home, "conf")}",
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-Dpicocli.disable.closures=true",
        "-cp", Path.Combine(home, "lib", "quarkus-run.jar"), "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
        "start", "--optimized", "--cache=local", "--http-enabled=true", "--hostname-strict=false",
        "--http-host=127.0.0.1", $"--http-port={port}", "--http-management-host=127.0.0.1", $"--http-management-port={ServerPort.Free()}",
    ];

    // Its health page says UP before the master realm exists.
    private async Task WaitUntilReadyAsync()
    {
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
            {
                if (_process.Exited.IsCompleted)
                {
                    throw new EmbeddedException($"Keycloak ended at once: {_process.LastLines}");
                }

                try
                {
                    using var answer = await http.GetAsync($"{Url}/realms/master");
                    return answer.StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "Keycloak answers",
            CancellationToken.None,
            StartTime);
    }
}
