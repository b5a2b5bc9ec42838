using System.Collections.Frozen;

namespace Kolaybase.Api.Http;

/// <summary>
/// Which headers of an answer a project's SQL may set. Those that frame the message are the server's, and those by which one
/// answer speaks for the whole host, for its cookies and for other origins are nobody's: other projects live on it too.
/// </summary>
internal static class ProjectHeaders
{
    private const int LongestName = 100;
    private const int LongestValue = 8_000;

    private static readonly FrozenSet<string> Ours = new[]
    {
        "Connection", "Content-Length", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Date", "Server", "X-Request-Id",
        "Set-Cookie", "Set-Cookie2", "Clear-Site-Data", "Strict-Transport-Security", "Public-Key-Pins", "Alt-Svc", "Service-Worker-Allowed",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it may set that header.</summary>
    public static bool MaySet(string name) => !Ours.Contains(name) && !name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether that can be sent as a header at all (RFC 9110, 5.1 and 5.5): a token, and visible ASCII, spaces and tabs.</summary>
    public static bool IsWellFormed(string name, string value) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal))
        && value.Length <= LongestValue && value.All(c => c is '\t' or (>= ' ' and <= '~'));
}
