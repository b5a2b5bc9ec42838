using System.Net;

namespace Kolaybase.Workers.Mail.Smtp;

/// <summary>Tells addresses of the internet from those of a machine or a network of ours, which a tenant's settings must not reach (IANA's registries of special-purpose addresses, RFC 6890).</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] s_special = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
    }.Select(n => IPNetwork.Parse(n))];

    // Of IPv6 only 2000::/3 is global unicast; within it, these are tunnels (which hold an IPv4 address), examples and protocols.
    private static readonly IPNetwork s_global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] s_notGlobal = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(n => IPNetwork.Parse(n))];

    /// <summary>Whether it is an address of the internet.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? !s_special.Any(n => n.Contains(address))
            : s_global.Contains(address) && !s_notGlobal.Any(n => n.Contains(address));
    }
}
