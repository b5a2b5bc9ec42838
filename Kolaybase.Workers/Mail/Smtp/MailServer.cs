using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.Workers.Mail.Smtp;

/// <summary>A mail server that mails are handed over to.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">Port.</param>
/// <param name="Security">How the connection is protected.</param>
/// <param name="User">Login; null signs in to nothing.</param>
/// <param name="Password">Its password.</param>
/// <param name="MayBePrivate">Whether it may be at an address that is not of the internet.</param>
internal sealed record MailServer(string Host, int Port, SmtpSecurity Security, string? User, string? Password, bool MayBePrivate)
{
    /// <summary>How long connecting and signing in may take, and again how long the hand-over may.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Never prints the password.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
