using Microsoft.Extensions.Configuration;

namespace Kolaybase.ControlPlane.Mail;

/// <summary>Which mail servers projects may name, and what they may send by ours. Without limits, their owners could have the worker knock at whatever it reaches and read what answers, and mail anything to anybody in our name.</summary>
public sealed record SmtpPolicy
{
    /// <summary>Ports of mail servers: relay, submission with TLS and with STARTTLS (RFC 8314, 3.3), and the usual alternative.</summary>
    private static readonly int[] s_ports = [25, 465, 587, 2525];

    /// <summary>Whether they may be at loopback, private and link-local addresses and on any port (<c>Kolaybase:Mail:AllowPrivateSmtp</c>); empty means false. Only for a stack whose users may reach its machine's network anyway.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>Whether projects may word their mails themselves that go out by the platform's server, under its sender (<c>Kolaybase:Mail:AllowTemplatesWithoutSmtp</c>); empty means false. Only for a stack whose projects are all one's own.</summary>
    public bool AllowTemplatesWithoutSmtp { get; init; }

    /// <summary>What is wrong with a refused port, in words that follow the field's name.</summary>
    public string PortFault => AllowPrivate ? "must be from 1 to 65535" : $"must be one of {string.Join(", ", s_ports)}";

    /// <summary>Whether a server may be on that port.</summary>
    public bool AllowsPort(int port) => AllowPrivate ? port is >= 1 and <= 65535 : s_ports.Contains(port);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ConfigurationFaultsException">One is malformed.</exception>
    public static SmtpPolicy Read(IConfiguration configuration) => new()
    {
        AllowPrivate = Flag(configuration, "Kolaybase:Mail:AllowPrivateSmtp"),
        AllowTemplatesWithoutSmtp = Flag(configuration, "Kolaybase:Mail:AllowTemplatesWithoutSmtp"),
    };

    private static bool Flag(IConfiguration configuration, string key)
    {
        var allow = false;
        return configuration[key] is { Length: > 0 } text && !bool.TryParse(text, out allow)
            ? throw new ConfigurationFaultsException([$"{key} must be true or false."])
            : allow;
    }
}
