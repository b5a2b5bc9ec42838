using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Kolaybase.Workers.Mail.Smtp;

/// <summary>What errors of a delivery mean: whether to try again (RFC 5321, 4.2.1: 4yz later, 5yz not), and in which words its owner hears of it.</summary>
internal static class SmtpFaults
{
    /// <summary>Longest answer of a server that is kept, in characters.</summary>
    public const int MaxAnswer = 500;

    /// <summary>The exception to throw instead; null when <paramref name="exception"/> is no error of a delivery.</summary>
    public static Exception? Explain(Exception exception) => exception switch
    {
        SmtpCommandException command => FromAnswer(command, command),
        AuthenticationException { InnerException: SmtpCommandException command } => FromAnswer(command, exception),
        AuthenticationException => new MailRefusedException("The mail server refused the user or the password: " + OneLine(exception.Message), exception),
        ServiceNotAuthenticatedException => new MailRefusedException("The mail server takes mails of signed-in users only; set user and password.", exception),
        // Raised for a server that offers no way of signing in.
        NotSupportedException => new MailRefusedException(OneLine(exception.Message), exception),
        SmtpProtocolException => new MailDeferredException("The mail server did not speak SMTP, or hung up.", exception),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            new MailDeferredException("The mail server's host name has no address.", exception),
        SocketException or IOException => new MailDeferredException("The mail server could not be reached, or the connection broke.", exception),
        _ => null,
    };

    /// <summary>An answer of a server as one line of bounded length.</summary>
    public static string OneLine(string answer)
    {
        var line = string.Join(' ', string.Concat(answer.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MaxAnswer ? line : line[..MaxAnswer];
    }

    private static Exception FromAnswer(SmtpCommandException answer, Exception cause) => FromAnswer((int)answer.StatusCode, answer.Message, cause);

    /// <summary>What an answer means that is none of those expected.</summary>
    public static Exception FromAnswer(int code, string answer, Exception? cause)
    {
        var text = OneLine($"{code} {answer}");
        return code is >= 500 and < 600 ? new MailRefusedException(text, cause) : new MailDeferredException(text, cause);
    }
}
