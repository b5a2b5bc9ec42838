using System.Net;
using System.Net.Sockets;

namespace Kolaybase.Workers.Mail.Smtp;

/// <summary>Connects to mail servers.</summary>
internal static class SmtpSockets
{
    /// <summary>
    /// A connection to the first address of the host that answers. The address that is looked at is the one that is connected to:
    /// a name that resolves to something else the next moment gains nothing.
    /// </summary>
    /// <exception cref="MailRefusedException">The host is inside a network that it must not be in.</exception>
    /// <exception cref="SocketException">The name has no address, or none answers.</exception>
    public static async Task<Socket> ConnectAsync(MailServer server, CancellationToken cancellationToken)
    {
        var all = await Dns.GetHostAddressesAsync(server.Host, cancellationToken);
        var addresses = all.Where(a => server.MayBePrivate || PublicAddress.Is(a)).ToList();
        if (addresses.Count == 0)
        {
            throw new MailRefusedException("The mail server's host is not at an address of the internet.");
        }

        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, server.Port), cancellationToken);
                return socket;
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                last = exception;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last!;
    }
}
