using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Workers.Mail.Smtp;

/// <summary>A real mail server with TLS: what is trusted gets mails, anything else gets nothing, and its owner reads why.</summary>
public class TlsTests
{
    public static TheoryData<string, string?> Ways { get; } = new()
    {
        { "StartTls", "--smtp-require-starttls" },
        // Would take the mail in clear.
        { "StartTls", null },
        { "Tls", "--smtp-require-tls" },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_certificate_that_signs_itself_gets_no_mail_and_the_owner_reads_why(string security, string? required)
    {
        using var folder = TemporaryFolder.Create();
        await using var server = await StartAsync(TestCertificate.SelfSigned(folder), required);
        Assert.StartsWith("The mail server's certificate is not trusted. Nothing was sent.", await RefusedAsync(server, security), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StartTls", "--smtp-require-starttls")]
    [InlineData("Tls", "--smtp-require-tls")]
    public async Task A_certificate_that_has_expired_is_called_so(string security, string required)
    {
        using var folder = TemporaryFolder.Create();
        await using var server = await StartAsync(TestCertificate.SelfSigned(folder, age: TimeSpan.FromDays(2)), required);
        Assert.StartsWith("The mail server's certificate has expired", await RefusedAsync(server, security), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_server_speaks_no_tls_the_port_or_the_setting_is_said_to_be_wrong()
    {
        var server = await MailpitServers.GetAsync();
        Assert.StartsWith("No TLS connection to the mail server could be made; its port or the setting \"security\" may be wrong.", await RefusedAsync(server, "Tls"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task No_address_in_a_certificate_is_called(string security, string? required)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var folder = TemporaryFolder.Create();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        await using var server = await StartAsync(TestCertificate.NamingAddress(folder, url), required);
        Assert.StartsWith("The mail server's certificate is not trusted. Nothing was sent.", await RefusedAsync(server, security), StringComparison.Ordinal);
        Assert.False(listener.Pending(), "somebody connected");
    }

    [Theory]
    [InlineData("localhost", "StartTls", "--smtp-require-starttls")]
    [InlineData("localhost", "Tls", "--smtp-require-tls")]
    [InlineData("127.0.0.1", "StartTls", "--smtp-require-starttls")]
    [InlineData("127.0.0.1", "Tls", "--smtp-require-tls")]
    public async Task A_trusted_certificate_gets_the_password_and_the_mail_if_it_is_for_the_hosts_name(string host, string security, string required)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only OpenSSL reads what a process trusts from SSL_CERT_FILE");
        using var folder = TemporaryFolder.Create();
        var certificate = TestCertificate.SelfSigned(folder);
        var users = folder.Combine("users");
        await File.WriteAllTextAsync(users, "shop:pass-word\n", Cancel);
        await using var server = await StartAsync(certificate, required, "--smtp-auth-file", users);
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync();
        var to = NewAddress();
        await mail.EnqueueAsync(project, to);
        var settings = mail.WorkerSettings(
            "0",
            ("Smtp:Host", host),
            ("Smtp:Port", server.SmtpPort.ToString(CultureInfo.InvariantCulture)),
            ("Smtp:Security", security),
            ("Smtp:User", "shop"),
            ("Smtp:Password", "pass-word"));
        await using var worker = WorkerProcess.Start(settings.Append(KeyValuePair.Create("SSL_CERT_FILE", (string?)certificate.CertificateFile)));

        await mail.UntilAsync(JobQueues.Jobs, 0);
        if (host == "localhost")
        {
            Assert.Single(await server.InboxAsync(to));
            Assert.Empty(await mail.FailedAsync(project));
        }
        else
        {
            Assert.Equal("The mail server's certificate is for another name than the setting \"host\". Nothing was sent.", Assert.Single(await mail.FailedAsync(project)).Refusal);
            Assert.Empty(await server.InboxAsync(to));
        }
    }

    /// <summary>Has a project send by the server; what its owner is told, once it is sure that nothing arrived.</summary>
    private static async Task<string> RefusedAsync(Mailpit server, string security)
    {
        await using var mail = await MailWorkerFixture.StartAsync();
        var project = await mail.AddProjectAsync(id => mail.OwnServer(id, server.SmtpPort, security: Enum.Parse<SmtpSecurity>(security), host: "localhost"));
        var to = NewAddress();
        await mail.EnqueueAsync(project, to);
        await mail.StartWorkerAsync("0", ("AllowPrivateSmtp", "true"));
        var refused = await mail.RefusedAsync(project);
        Assert.Equal(to, refused.Email);
        Assert.Empty(await server.InboxAsync(to));
        return refused.Refusal;
    }

    private static Task<Mailpit> StartAsync(TestCertificate certificate, string? required, params string[] arguments) => MailpitServers.StartOwnAsync(
        ["--smtp-tls-cert", certificate.CertificateFile, "--smtp-tls-key", certificate.KeyFile, .. required is null ? Array.Empty<string>() : [required], .. arguments]);

    private static string NewAddress() => $"user-{Guid.CreateVersion7():N}@example.com";
}
