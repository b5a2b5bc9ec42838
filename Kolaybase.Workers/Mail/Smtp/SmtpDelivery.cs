using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Kolaybase.Workers.Mail.Smtp;

/// <summary>Hands one message to a mail server (RFC 5321), on a connection of its own.</summary>
internal sealed partial class SmtpDelivery(TimeProvider clock, ILogger<SmtpDelivery> logger)
{
    // The server has the message by then.
    private static readonly TimeSpan s_goodbye = TimeSpan.FromSeconds(2);

    /// <summary>Returns when the server has taken the message.</summary>
    /// <param name="server">The server.</param>
    /// <param name="message">The message; its one recipient is the envelope's.</param>
    /// <param name="cancellationToken">The worker stops: a hand-over that has begun is finished, since the server may have the message already.</param>
    /// <exception cref="MailRefusedException">Not as it is.</exception>
    /// <exception cref="MailDeferredException">Not this time.</exception>
    public async Task SendAsync(MailServer server, MimeMessage message, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient();
        try
        {
            await SignInAsync(client, server, cancellationToken);
            using var handOver = new CancellationTokenSource(server.Patience, clock);
            await client.SendAsync(FormatOptions.Default, message, message.From.Mailboxes.Single(), [message.To.Mailboxes.Single()], handOver.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailServerSilentException(exception);
        }
        catch (Exception exception) when (SmtpFaults.Explain(exception) is { } fault)
        {
            throw fault;
        }

        await QuitAsync(client);
    }

    private async Task SignInAsync(SmtpClient client, MailServer server, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(server.Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var stream = await SmtpStreams.OpenAsync(server, either.Token);
        try
        {
            // None: the stream is as protected as it has to be.
            await client.ConnectAsync(stream, server.Host, server.Port, SecureSocketOptions.None, either.Token);
        }
        catch
        {
            // The client disposes it only once it is connected.
            await stream.DisposeAsync();
            throw;
        }

        if (server.User is { } user)
        {
            await client.AuthenticateAsync(user, server.Password ?? "", either.Token);
        }
    }

    // The server has the message, so the job is done; that it hangs up without a word is of no interest to anybody but an operator.
    private async Task QuitAsync(SmtpClient client)
    {
        try
        {
            using var late = new CancellationTokenSource(s_goodbye, clock);
            await client.DisconnectAsync(quit: true, late.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException || SmtpFaults.Explain(exception) is not null)
        {
            NoGoodbye(logger, exception);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "A mail server took a mail and did not say goodbye")]
    private static partial void NoGoodbye(ILogger logger, Exception exception);
}
