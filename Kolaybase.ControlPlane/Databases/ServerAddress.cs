using System.Globalization;
using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>Host and port of a server as connection strings show them to clients.</summary>
internal static class ServerAddress
{
    /// <summary>Whether <paramref name="text"/> is <c>host</c>, <c>host:port</c> or <c>[IPv6]:port</c>.</summary>
    public static bool IsValid(string text) => TrySplit(text, out var host, out _) && Uri.CheckHostName(host) != UriHostNameType.Unknown;

    /// <summary>The address of <paramref name="text"/>; what it leaves out is taken from a connection string.</summary>
    public static (string Host, int Port) Parse(string text, string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        if (text.Length > 0 && TrySplit(text, out var host, out var port))
        {
            return (host, port ?? server.Port);
        }

        // The first of several hosts; a folder of Unix sockets means this machine.
        var first = (server.Host ?? "").Split(',')[0];
        if (first.StartsWith('/') || first.StartsWith('@') || first.Length == 0)
        {
            return ("localhost", server.Port);
        }

        return TrySplit(first, out host, out port) ? (host, port ?? server.Port) : (first, server.Port);
    }

    private static bool TrySplit(string text, out string host, out int? port)
    {
        port = null;
        var colon = text.LastIndexOf(':');
        // Several colons without brackets are an IPv6 address alone.
        var hasPort = colon > 0 && (text[colon - 1] == ']' || text.IndexOf(':', StringComparison.Ordinal) == colon);
        host = (hasPort ? text[..colon] : text).Trim('[', ']');
        if (!hasPort)
        {
            return host.Length > 0;
        }

        var valid = int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535;
        port = number;
        return valid && host.Length > 0;
    }
}
