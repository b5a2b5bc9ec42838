using System.Diagnostics.CodeAnalysis;
using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.ControlPlane.Mail;

/// <summary>Who a mail is from: <c>name@example.com</c> or <c>Name &lt;name@example.com&gt;</c>, in one line and with one address.</summary>
/// <param name="Name">Shown name; null when there is none.</param>
/// <param name="Address">The address.</param>
public sealed record SenderAddress(string? Name, EmailAddress Address)
{
    /// <summary>What is wrong with a sender that does not parse, in words that follow the field's name.</summary>
    public const string Fault = "must be a mail address, with or without a name before it: Name <name@example.com>";

    /// <summary>Parses a sender. A name may be in double quotes.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SenderAddress? sender)
    {
        sender = null;
        var trimmed = text.Trim();
        var open = trimmed.LastIndexOf('<');
        var hasName = open >= 0 && trimmed.EndsWith('>');
        if (!EmailAddress.TryParse(hasName ? trimmed[(open + 1)..^1] : trimmed, out var address))
        {
            return false;
        }

        var name = hasName ? DisplayName.Optional(trimmed[..open].Trim().Trim('"')) : null;
        if (name is not null && (!DisplayName.Accepts(name) || name.AsSpan().ContainsAny('<', '>', '"')))
        {
            return false;
        }

        sender = new SenderAddress(name, address);
        return true;
    }
}
