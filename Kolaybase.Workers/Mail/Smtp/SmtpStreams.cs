using System.Net;
using System.Net.Sockets;
using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.Workers.Mail.Smtp;

/// <summary>
/// Opens connections to mail servers, protected as their settings say. TLS is ours and not MailKit's, which lets nobody say what may be
/// fetched while a certificate is looked at; to MailKit the result is a stream like any other.
/// </summary>
internal static class SmtpStreams
{
    /// <summary>A stream on which the server is about to greet; the caller disposes it.</summary>
    /// <exception cref="MailRefusedException">The server can't be asked, or offers no STARTTLS.</exception>
    /// <exception cref="MailDeferredException">There is no TLS with it, or its certificate is not trusted.</exception>
    /// <exception cref="SocketException">Nobody answers.</exception>
    public static async Task<Stream> OpenAsync(MailServer server, CancellationToken cancellationToken)
    {
        var socket = await SmtpSockets.ConnectAsync(server, cancellationToken);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            switch (server.Security)
            {
                case SmtpSecurity.None:
                    return stream;
                case SmtpSecurity.Tls:
                    return stream = await SmtpTls.BeginAsync(stream, server.Host, cancellationToken);
                default:
                    await StartTls.RequestAsync(stream, (IPEndPoint)socket.LocalEndPoint!, cancellationToken);
                    stream = await SmtpTls.BeginAsync(stream, server.Host, cancellationToken);
                    return stream = new GreetedStream(stream);
            }
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }
}
