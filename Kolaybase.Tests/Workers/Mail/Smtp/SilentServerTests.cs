using System.Net;
using System.Net.Sockets;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Workers.Mail.Smtp;

/// <summary>A tenant's mail server that accepts and never says a word.</summary>
public class SilentServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_holds_up_its_own_projects_mails_only()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var mail = await MailWorkerFixture.StartAsync();
        var hanging = await mail.AddProjectAsync(id => mail.OwnServer(id, port));
        for (var i = 0; i < 8; i++)
        {
            await mail.EnqueueAsync(hanging, $"victim-{i}@example.com");
        }

        await mail.StartWorkerAsync("600", ("AllowPrivateSmtp", "true"));
        using var first = await silent.AcceptTcpClientAsync(Cancel);
        var since = TimeProvider.System.GetTimestamp();
        await mail.EnqueueAsync(await mail.AddProjectAsync(), "other@example.com");
        await Eventually.TrueAsync(() => Task.FromResult(Directory.GetFiles(mail.MailFolder, "*.eml").Length == 1), "the other project's mail", Cancel);

        // Less than the silent server's first mail takes.
        Assert.InRange(TimeProvider.System.GetElapsedTime(since).TotalSeconds, 0, 8);
        Assert.False(silent.Pending(), "a second connection to the silent server");
        // The file is there a moment before its job is taken from the queue.
        await Eventually.TrueAsync(async () => await mail.CountAsync(JobQueues.Jobs) == 8, "the eight that wait", Cancel);
    }
}
