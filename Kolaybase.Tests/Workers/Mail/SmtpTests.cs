using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.Tests.Support;
using MimeKit;

namespace Kolaybase.Tests.Workers.Mail;

/// <summary>From the queue to the inbox of a real mail server.</summary>
public class SmtpTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_arrives_once_with_both_parts_and_its_link()
    {
        var server = await MailpitServers.GetAsync();
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync();
        var to = NewAddress();
        await mail.EnqueueAsync(project, to);
        await mail.StartWorkerAsync("0", Platform(server));

        var message = await server.MailToAsync(to);
        await mail.UntilAsync(JobQueues.Jobs, 0);
        Assert.Single(await server.InboxAsync(to));
        Assert.Equal("Sign in to Test", message.Subject);
        Assert.Equal(("Kolaybase", "no-reply@localhost"), (Sender(message).Name, Sender(message).Address));
        Assert.Equal(to, Assert.IsType<MailboxAddress>(Assert.Single(message.To)).Address);
        Assert.Contains("/api/rest/v1/auth/magic-link-callback?otp=424242&apikey=kb_anon_", message.TextBody, StringComparison.Ordinal);
        Assert.Contains("/api/rest/v1/auth/magic-link-callback?otp=424242&amp;apikey=kb_anon_", message.HtmlBody, StringComparison.Ordinal);
        Assert.IsType<MultipartAlternative>(message.Body);
        Assert.DoesNotContain("424242", string.Join('\n', mail.Log.Entries.Select(e => e.Message + e.Exception)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(mail.MailFolder));
        Assert.Empty(await mail.FailedAsync(project));
    }

    [Fact]
    public async Task A_project_mails_in_its_own_words_by_its_own_server_with_its_password()
    {
        using var folder = TemporaryFolder.Create();
        await using var server = await StartWithUserAsync(folder, "shop", "pass-word");
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync(id => mail.OwnServer(id, server.SmtpPort, "shop", "pass-word") with
        {
            Templates = new Dictionary<string, MailText> { [UserMails.MagicLink] = new("Grüße – 你好, {{project}}", "<p>Schlüssel <b>{{code}}</b></p>") },
        });
        var to = NewAddress();
        await mail.EnqueueAsync(project, to);
        await mail.StartWorkerAsync("0", ("AllowPrivateSmtp", "true"));

        var message = await server.MailToAsync(to);
        Assert.Equal(("Grüße – 你好, Test", "Schlüssel 424242\n"), (message.Subject, message.TextBody!.ReplaceLineEndings("\n")));
        Assert.Equal(("Shop", "shop@shop.example"), (Sender(message).Name, Sender(message).Address));
    }

    [Fact]
    public async Task A_wrong_password_is_given_up_at_once_and_shown_to_the_owner()
    {
        using var folder = TemporaryFolder.Create();
        await using var server = await StartWithUserAsync(folder, "shop", "right");
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync(id => mail.OwnServer(id, server.SmtpPort, "shop", "wrong-secret"));
        await mail.EnqueueAsync(project, NewAddress());
        await mail.StartWorkerAsync("600", ("AllowPrivateSmtp", "true"));

        var refused = await mail.RefusedAsync(project);
        Assert.Contains("535", refused.Refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", refused.Refusal + string.Join('\n', mail.Log.Entries.Select(e => e.Message + e.Exception)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_for_now_is_tried_again_until_the_mail_is_taken()
    {
        await using var server = await MailpitServers.StartOwnAsync();
        await server.RefuseAsync(451);
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync();
        var to = NewAddress();
        await mail.EnqueueAsync(project, to);
        await mail.StartWorkerAsync("1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", Platform(server));
        await Eventually.TrueAsync(() => Task.FromResult(mail.Log.Entries.Any(e => e.Exception?.Message.Contains("451", StringComparison.Ordinal) is true)), "the refusal", Cancel);
        Assert.Empty(await server.InboxAsync(to));

        await server.RefuseAsync(0);
        await server.MailToAsync(to);
        await mail.UntilAsync(JobQueues.Jobs, 0);
        Assert.Single(await server.InboxAsync(to));
        Assert.Equal(0, await mail.CountAsync(JobQueues.Dead));
        Assert.Empty(await mail.FailedAsync(project));
    }

    [Fact]
    public async Task A_refusal_for_now_that_lasts_is_shown_to_the_owner_in_the_end()
    {
        await using var server = await MailpitServers.StartOwnAsync();
        await server.RefuseAsync(452);
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync();
        await mail.EnqueueAsync(project, NewAddress());
        await mail.StartWorkerAsync("0", Platform(server));
        Assert.StartsWith("452 ", (await mail.RefusedAsync(project)).Refusal, StringComparison.Ordinal);
        Assert.Contains(mail.Log.Entries, e => e.Message.Contains("attempt 1 of 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_for_good_is_shown_to_the_owner_at_once_and_leaves_no_dead_letter()
    {
        await using var server = await MailpitServers.StartOwnAsync();
        await server.RefuseAsync(550);
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync();
        var to = NewAddress();
        await mail.EnqueueAsync(project, to, UserMails.Invite);
        await mail.StartWorkerAsync("600", Platform(server));

        var failed = await mail.RefusedAsync(project);
        Assert.Equal((to, UserMails.Invite), (failed.Email, failed.Template));
        Assert.StartsWith("550 ", failed.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("::1")]
    public async Task A_projects_server_inside_our_network_is_never_connected_to(string host)
    {
        using var listener = new TcpListener(IPAddress.Any, 2525);
        var listens = TryStart(listener);
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync(id => mail.OwnServer(id, 2525, host: host));
        await mail.EnqueueAsync(project, NewAddress());
        await mail.StartWorkerAsync("600");
        Assert.Equal("The mail server's host is not at an address of the internet.", (await mail.RefusedAsync(project)).Refusal);
        Assert.False(listens && listener.Pending(), "somebody connected");
    }

    [Fact]
    public async Task A_projects_server_on_another_port_than_mails_is_refused_even_if_its_settings_are_older_than_the_rule()
    {
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync(id => mail.OwnServer(id, 6379, host: "mail.example.com"));
        await mail.EnqueueAsync(project, NewAddress());
        await mail.StartWorkerAsync("600");
        Assert.Contains("25, 465, 587, 2525", (await mail.RefusedAsync(project)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_starttls_gets_neither_mail_nor_password_where_it_is_asked_for()
    {
        var server = await MailpitServers.GetAsync();
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync(id => mail.OwnServer(id, server.SmtpPort, "u", "p", SmtpSecurity.StartTls));
        var to = NewAddress();
        await mail.EnqueueAsync(project, to);
        await mail.StartWorkerAsync("600", ("AllowPrivateSmtp", "true"));
        Assert.Contains("STARTTLS", (await mail.RefusedAsync(project)).Refusal, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await server.InboxAsync(to));
    }

    [Fact]
    public async Task Nobody_there_is_tried_again_and_told_without_an_address()
    {
        await using var mail = await MailWorkerFixture.StartAsync();
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var project = await mail.AddProjectAsync();
        await mail.EnqueueAsync(project, NewAddress());
        await mail.StartWorkerAsync("0", ("Smtp:Host", "127.0.0.1"), ("Smtp:Port", port.ToString(CultureInfo.InvariantCulture)), ("Smtp:Security", "none"));
        Assert.Equal("The mail server could not be reached, or the connection broke.", (await mail.RefusedAsync(project)).Refusal);
    }

    [Fact]
    public async Task Without_a_server_mails_are_files_and_the_log_says_so_once()
    {
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync();
        await mail.EnqueueAsync(project, NewAddress());
        await mail.StartWorkerAsync("0");
        await mail.UntilAsync(JobQueues.Jobs, 0);
        Assert.Single(Directory.GetFiles(mail.MailFolder, "*.eml"));
        Assert.Single(mail.Log.Entries, e => e.Message.Contains("There is no mail server", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_of_a_project_that_is_being_deleted_is_dropped()
    {
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync();
        await mail.EnqueueAsync(project, NewAddress());
        await mail.MarkDeletingAsync(project);
        await mail.StartWorkerAsync("600");
        await mail.UntilAsync(JobQueues.Jobs, 0);
        Assert.Equal(0, await mail.CountAsync(JobQueues.Dead));
        Assert.Empty(Directory.GetFiles(mail.MailFolder));
    }

    [Fact]
    public async Task Mails_go_out_once_each_though_the_worker_is_restarted_meanwhile()
    {
        var server = await MailpitServers.GetAsync();
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync();
        var addresses = Enumerable.Range(0, 30).Select(_ => NewAddress()).ToList();
        foreach (var to in addresses)
        {
            await mail.EnqueueAsync(project, to);
        }

        var first = await mail.StartWorkerAsync("0", Platform(server));
        await server.MailToAsync(addresses[0]);
        await first.StopAsync(Cancel);
        await mail.StartWorkerAsync("0", Platform(server));
        await mail.UntilAsync(JobQueues.Jobs, 0);
        foreach (var to in addresses)
        {
            Assert.Single(await server.InboxAsync(to));
        }
    }

    private static (string, string)[] Platform(Mailpit server) =>
        [("Smtp:Host", "127.0.0.1"), ("Smtp:Port", server.SmtpPort.ToString(CultureInfo.InvariantCulture)), ("Smtp:Security", "None")];

    private static string NewAddress() => $"user-{Guid.CreateVersion7():N}@example.com";

    private static MailboxAddress Sender(MimeMessage message) => Assert.IsType<MailboxAddress>(Assert.Single(message.From));

    // Another program may have the port; then nothing is there to connect to either.
    private static bool TryStart(TcpListener listener)
    {
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<Mailpit> StartWithUserAsync(TemporaryFolder folder, string user, string password)
    {
        var file = folder.Combine("users");
        await File.WriteAllTextAsync(file, $"{user}:{password}\n", Cancel);
        return await MailpitServers.StartOwnAsync("--smtp-auth-allow-insecure", "--smtp-auth-file", file);
    }
}
