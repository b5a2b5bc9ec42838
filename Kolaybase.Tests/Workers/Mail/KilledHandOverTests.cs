using System.Globalization;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Mail;
using MimeKit;

namespace Kolaybase.Tests.Workers.Mail;

/// <summary>A worker that dies between the server's "250" and its commit (docs/mail.md, "Once, or twice after an accident").</summary>
public class KilledHandOverTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_mail_comes_again_as_the_same_message_and_then_no_more(bool bySmtp)
    {
        var server = await MailpitServers.GetAsync();
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync();
        var to = $"user-{Guid.CreateVersion7():N}@example.com";
        await mail.EnqueueAsync(project, to);
        (string, string)[] settings = bySmtp
            ? [("Smtp:Host", "127.0.0.1"), ("Smtp:Port", server.SmtpPort.ToString(CultureInfo.InvariantCulture)), ("Smtp:Security", "None")]
            : [];

        await using (var killed = WorkerProcess.Start(mail.WorkerSettings("0", settings).Append(KeyValuePair.Create("Kolaybase:Failpoint", (string?)SendMailHandler.HandedOver))))
        {
            Assert.True(await killed.WaitForExitAsync(Cancel) == 137, killed.Output);
        }

        var first = Assert.Single(await ReadAsync());
        Assert.Equal(1, await mail.CountAsync(JobQueues.Jobs));

        await mail.StartWorkerAsync("0", settings);
        await mail.UntilAsync(JobQueues.Jobs, 0);
        var all = await ReadAsync();
        // A file is written once; a server takes the second one too.
        Assert.Equal(bySmtp ? 2 : 1, all.Count);
        Assert.All(all, again => Assert.Equal(
            (first.MessageId, first.Date, first.Subject, first.TextBody, first.HtmlBody), (again.MessageId, again.Date, again.Subject, again.TextBody, again.HtmlBody)));
        Assert.False(string.IsNullOrEmpty(first.MessageId));
        Assert.Equal(0, await mail.CountAsync(JobQueues.Dead));
        Assert.Empty(await mail.FailedAsync(project));

        async Task<List<MimeMessage>> ReadAsync() => bySmtp
            ? await server.InboxAsync(to)
            : [.. await Task.WhenAll(Directory.GetFiles(mail.MailFolder, "*.eml").Select(f => MimeMessage.LoadAsync(f, Cancel)))];
    }
}
