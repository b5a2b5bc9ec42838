using System.Net;
using System.Net.Sockets;
using System.Text;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.Workers.Mail.Smtp;

namespace Kolaybase.Tests.Workers.Mail.Smtp;

/// <summary>What a server may say in clear before TLS, by scripted servers that say it and then take whatever comes.</summary>
public class StartTlsTests
{
    private static readonly string s_offer = "250-mail.example.com\r\n250-SIZE 1000\r\n250 STARTTLS\r\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("421 busy\r\n", "421 busy")]
    [InlineData("220-one\r\n220 two\r\n|450 later\r\n", "450 later")]
    [InlineData("220 hello\r\n|250-mail.example.com\r\n250 starttls\r\n|454 no TLS now\r\n", "454 no TLS now")]
    public async Task A_refusal_for_now_is_told_in_the_servers_words(string script, string told) =>
        Assert.Equal(told, (await Assert.ThrowsAsync<MailDeferredException>(() => OpenAsync(script))).Message);

    [Theory]
    [InlineData("554 go away\r\n", "554 go away")]
    [InlineData("220 hello\r\n|502 what?\r\n", "502 what?")]
    [InlineData("220 hello\r\n|250-mail.example.com\r\n250 SIZE 1000\r\n", "The mail server offers no STARTTLS, which the setting \"security\" asks for. Nothing was sent.")]
    // Nothing of a longer word counts.
    [InlineData("220 hello\r\n|250 STARTTLSX\r\n", "The mail server offers no STARTTLS, which the setting \"security\" asks for. Nothing was sent.")]
    public async Task A_refusal_for_good_is_told_and_not_tried_again(string script, string told) =>
        Assert.Equal(told, (await Assert.ThrowsAsync<MailRefusedException>(() => OpenAsync(script))).Message);

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("2\r\n")]
    [InlineData("220 no end of line")]
    [InlineData("220-never\r\n220-ends\r\n")]
    public async Task What_is_no_smtp_is_called_so(string script) =>
        Assert.Equal("The mail server did not speak SMTP, or hung up.", (await Assert.ThrowsAsync<MailDeferredException>(() => OpenAsync(script))).Message);

    [Theory]
    [InlineData("220 ", 100_000)]
    [InlineData("220-x\r\n", 20_000)]
    public async Task A_server_that_does_not_come_to_an_end_is_left(string what, int times) =>
        await Assert.ThrowsAsync<MailDeferredException>(() => OpenAsync(string.Concat(Enumerable.Repeat(what, times))));

    [Fact]
    public async Task What_is_added_in_clear_after_the_last_answer_never_counts_as_said_under_tls() =>
        Assert.StartsWith(
            "No TLS connection",
            (await Assert.ThrowsAsync<MailDeferredException>(() => OpenAsync($"220 hello\r\n|{s_offer}|220 go\r\n250-mail.example.com\r\n250 AUTH PLAIN\r\n"))).Message,
            StringComparison.Ordinal);

    /// <summary>Connects to a server that says the parts of a script, one after each of our lines, and hangs up after the last one's answer.</summary>
    private static async Task OpenAsync(string script)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = ServeAsync(listener, script.Split('|'));
        try
        {
            var server = new MailServer("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, SmtpSecurity.StartTls, null, null, MayBePrivate: true);
            await using var stream = await SmtpStreams.OpenAsync(server, Cancel);
        }
        finally
        {
            await served;
        }
    }

    private static async Task ServeAsync(TcpListener listener, string[] parts)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancel);
        await using var stream = client.GetStream();
        var buffer = new byte[4096];
        try
        {
            for (var i = 0; i < parts.Length; i++)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(parts[i]), Cancel);
                if (i < parts.Length - 1)
                {
                    _ = await stream.ReadAsync(buffer, Cancel);
                }
            }

            client.Client.Shutdown(SocketShutdown.Send);
            while (await stream.ReadAsync(buffer, Cancel) > 0)
            {
                // Until the other side leaves.
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // It left in the middle, as some tests expect of it.
        }
    }
}
