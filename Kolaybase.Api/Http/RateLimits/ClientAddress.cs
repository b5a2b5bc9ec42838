using System.Net;
using System.Net.Sockets;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>Whom a limit counts: an IPv4 address, or the /64 of an IPv6 address, since that is what one subscriber has to himself.</summary>
internal static class ClientAddress
{
    /// <summary>The name to count by.</summary>
    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    /// <summary>The name to count by; all who have none (Unix sockets) share one.</summary>
    public static string Of(IPAddress? address)
    {
        switch (address)
        {
            case null:
                return "local";
            case { IsIPv4MappedToIPv6: true }:
                return address.MapToIPv4().ToString();
            case { AddressFamily: AddressFamily.InterNetworkV6 }:
                var bytes = address.GetAddressBytes();
                bytes.AsSpan(8).Clear();
                return new IPAddress(bytes) + "/64";
            default:
                return address.ToString();
        }
    }
}
