using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Kolaybase.ControlPlane.Identity.Settings;

/// <summary>
/// An address that a browser may be sent to with tokens, taken apart by a grammar narrower than any browser's (RFC 3986 without what is
/// read differently here and there): no user information, no fragment, no backslash, no encoded or dotted segments, ASCII only.
/// </summary>
/// <param name="Origin">Scheme, host and port in small letters, without the scheme's usual port.</param>
/// <param name="Path">Path as written; <c>/</c> where there is none.</param>
/// <param name="Query">Query with its question mark; empty where there is none.</param>
internal sealed partial record RedirectUrl(string Origin, string Path, string Query)
{
    /// <summary>Most characters.</summary>
    public const int MaxLength = 2000;

    // What a browser runs, shows or reads itself; none of them is an app.
    private static readonly string[] s_notApps =
    [
        "javascript", "vbscript", "data", "blob", "file", "filesystem", "about", "view-source", "jar", "ftp", "ftps", "ws", "wss", "mailto", "tel", "sms",
        "chrome", "chrome-extension", "moz-extension", "resource", "intent", "urn", "cid", "mid",
    ];

    /// <summary>Parses an address; false when it is none that tokens may go to.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RedirectUrl? url)
    {
        url = null;
        if (text.Length > MaxLength || Grammar().Match(text) is not { Success: true } match)
        {
            return false;
        }

        var scheme = match.Groups["scheme"].Value.ToLowerInvariant();
        var (host, port) = (match.Groups["host"].Value.ToLowerInvariant(), match.Groups["port"].Value);
        var path = match.Groups["path"].Value;
        if (!IsPath(path) || !IsQuery(match.Groups["query"].Value))
        {
            return false;
        }

        var isWeb = scheme is "https" or "http";
        if (isWeb ? !IsWebHost(scheme, host) || !match.Groups["slashes"].Success : s_notApps.Contains(scheme) || scheme.Length < 2 || port.Length > 0 || host.Contains('['))
        {
            return false;
        }

        if (port.Length > 0 && (port[0] == '0' || int.Parse(port, System.Globalization.CultureInfo.InvariantCulture) > 65535))
        {
            return false;
        }

        var shown = (scheme, port) is ("https", "443") or ("http", "80") or (_, "") ? "" : ":" + port;
        // An app's "app:/x" and "app:///x" stay two addresses.
        url = new RedirectUrl($"{scheme}:{match.Groups["slashes"].Value}{host}{shown}", isWeb && path.Length == 0 ? "/" : path, match.Groups["query"].Value);
        return true;
    }

    // Only a machine's own browser reaches its loopback (RFC 8252, 8.3); elsewhere tokens would travel readable.
    private static bool IsWebHost(string scheme, string host) =>
        host.Length > 0 && (scheme == "https" || host is "localhost" or "127.0.0.1" or "[::1]")
        && (host[0] == '[' ? System.Net.IPAddress.TryParse(host, out _) : host.Split('.').All(l => l.Length is > 0 and <= 63 && l[0] != '-' && l[^1] != '-'));

    // "..;" is ".." for servers that take path parameters off; an encoded slash, dot, backslash or percent sign is one for those that decode first.
    private static bool IsPath(string path) =>
        !path.Contains("//", StringComparison.Ordinal)
        && path.Split('/').All(s => s.Split(';')[0] is not ("." or ".."))
        && Escape().Matches(path).All(m => IsHarmless(m.Value) && m.Value[1..].ToUpperInvariant() is not ("2E" or "2F" or "5C" or "25" or "3B"));

    private static bool IsQuery(string query) => Escape().Matches(query).All(m => IsHarmless(m.Value));

    private static bool IsHarmless(string escape) => Convert.ToByte(escape[1..], 16) is >= 0x20 and not 0x7f;

    // \z, since $ would let a line feed follow. The host may be empty for apps.
    [GeneratedRegex(
        @"\A(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?:(?<slashes>//)(?<host>[A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])(?::(?<port>[0-9]{1,5}))?)?"
        + @"(?<path>(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*)(?<query>\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Grammar();

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex Escape();
}
