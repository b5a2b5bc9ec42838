using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kolaybase.Workers.Mail.Smtp;

/// <summary>What is said in clear before STARTTLS (RFC 3207, 4); nothing of it is kept, the server says it all again afterwards.</summary>
internal static class StartTls
{
    private const int MaxLine = 2000;
    private const int MaxLines = 100;

    /// <summary>Returns when the server waits for TLS.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="local">Our end of it, by which we introduce ourselves (RFC 5321, 4.1.3).</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MailRefusedException">It offers no STARTTLS, or refuses for good.</exception>
    /// <exception cref="MailDeferredException">It refuses for now, or does not speak SMTP.</exception>
    public static async Task RequestAsync(Stream stream, IPEndPoint local, CancellationToken cancellationToken)
    {
        Expect(220, await ReadReplyAsync(stream, cancellationToken));
        var offered = await CallAsync(stream, $"EHLO [{(local.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6:" : "")}{local.Address}]", cancellationToken);
        Expect(250, offered);
        if (!offered.Lines.Any(l => l.Trim().Equals("STARTTLS", StringComparison.OrdinalIgnoreCase)))
        {
            throw new MailRefusedException("The mail server offers no STARTTLS, which the setting \"security\" asks for. Nothing was sent.");
        }

        Expect(220, await CallAsync(stream, "STARTTLS", cancellationToken));
    }

    private static void Expect(int code, Reply reply)
    {
        if (reply.Code != code)
        {
            throw SmtpFaults.FromAnswer(reply.Code, string.Join(' ', reply.Lines), null);
        }
    }

    private static async Task<Reply> CallAsync(Stream stream, string command, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancellationToken);
        return await ReadReplyAsync(stream, cancellationToken);
    }

    // "250-first", "250-second", "250 last" (RFC 5321, 4.2.1).
    private static async Task<Reply> ReadReplyAsync(Stream stream, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (lines.Count < MaxLines)
        {
            var line = await ReadLineAsync(stream, cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            {
                break;
            }

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-')
            {
                return new Reply(code, lines);
            }
        }

        throw NotSmtp();
    }

    // Byte by byte: what somebody in between adds after the answer to STARTTLS goes into the handshake, which it breaks, and never counts as said under TLS.
    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (line.Length < MaxLine)
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                break;
            }

            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        throw NotSmtp();
    }

    private static MailDeferredException NotSmtp() => new("The mail server did not speak SMTP, or hung up.");

    private sealed record Reply(int Code, IReadOnlyList<string> Lines);
}
