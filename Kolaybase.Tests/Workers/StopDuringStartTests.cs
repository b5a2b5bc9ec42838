using System.Net;
using System.Net.Sockets;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Workers;

public class StopDuringStartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_that_is_told_to_stop_while_it_waits_for_the_database_ends_cleanly()
    {
        using var mails = TemporaryFolder.Create();
        // It takes connections and says nothing.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var database = $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=u;Password=p;Database=d;Timeout=60";
        await using var worker = WorkerProcess.Start(new Dictionary<string, string?>
        {
            ["ConnectionStrings:control"] = database,
            ["Kolaybase:DatabaseServers:default:Provisioner"] = database,
            ["Kolaybase:MasterKeys"] = MasterKeyRing.Generate("test"),
            ["Kolaybase:Mail:Folder"] = mails.Path,
            ["Kolaybase:Objects:Folder"] = mails.Path,
        });
        using var connection = await silent.AcceptSocketAsync(Cancel);

        await worker.StopAsync();

        Assert.DoesNotContain("Unhandled", worker.Output, StringComparison.Ordinal);
    }
}
