using System.Diagnostics.CodeAnalysis;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>
/// A mail address that is safe to store, to compare and to write to: an ASCII dot-atom at a host name
/// (RFC 5321, 4.1.2). Quoted local parts, address literals, display names and comments are refused,
/// and with them every way to smuggle a second header or recipient into a mail.
/// </summary>
public sealed record EmailAddress
{
    /// <summary>Longest address (RFC 5321, 4.5.3.1.3: a path of 256 less its angle brackets).</summary>
    public const int MaxLength = 254;

    /// <summary>Longest part before the at sign (RFC 5321, 4.5.3.1.1).</summary>
    public const int MaxLocalLength = 64;

    /// <summary>What is wrong with an address that does not parse, for a message after the field's name.</summary>
    public const string Fault = "must be a mail address like name@example.com of at most 254 characters";

    private EmailAddress(string typed, string normalized) => (Typed, Normalized) = (typed, normalized);

    /// <summary>As typed, without surrounding blanks and with the domain in small letters; mails go there.</summary>
    public string Typed { get; }

    /// <summary>The form that is compared: small letters throughout. No provider of note tells two boxes apart by case, and two accounts that differ by it only would be a trap.</summary>
    public string Normalized { get; }

    /// <summary>The comparable form, or null when <paramref name="text"/> is no address.</summary>
    public static string? Normalize(string? text) => TryParse(text, out var address) ? address.Normalized : null;

    /// <summary>Parses an address; blanks around it are dropped.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        var trimmed = text?.Trim(' ', '\t');
        if (trimmed is null or { Length: 0 or > MaxLength })
        {
            return false;
        }

        var at = trimmed.LastIndexOf('@');
        if (at <= 0 || !IsLocalPart(trimmed.AsSpan(0, at)) || !IsHost(trimmed.AsSpan(at + 1)))
        {
            return false;
        }

        var typed = string.Concat(trimmed.AsSpan(0, at + 1), trimmed[(at + 1)..].ToLowerInvariant());
        address = new EmailAddress(typed, typed.ToLowerInvariant());
        return true;
    }

    /// <summary>The address as typed.</summary>
    public override string ToString() => Typed;

    /// <summary>Two spellings of one address are equal.</summary>
    public bool Equals(EmailAddress? other) => string.Equals(Normalized, other?.Normalized, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => Normalized.GetHashCode(StringComparison.Ordinal);

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        if (local.Length > MaxLocalLength || local[0] == '.' || local[^1] == '.' || local.IndexOf("..") >= 0)
        {
            return false;
        }

        foreach (var c in local)
        {
            // atext of RFC 5322, 3.2.3, and the dots between atoms.
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHost(ReadOnlySpan<char> host)
    {
        var labels = 0;
        foreach (var range in host.Split('.'))
        {
            var label = host[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                {
                    return false;
                }
            }

            labels++;
        }

        // A bare name is a typing error nearly always; only this one is of use, on one's own machine.
        return labels > 1 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
    }
}
