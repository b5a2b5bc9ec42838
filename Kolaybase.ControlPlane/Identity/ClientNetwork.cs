using System.Net;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>By what guesses of one client are counted.</summary>
internal static class ClientNetwork
{
    /// <summary>The address, or an IPv6 address's /64: who has one of it usually has all. All who have no address share one.</summary>
    public static string Of(IPAddress? client)
    {
        if (client is null)
        {
            return "";
        }

        var bytes = (client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client).GetAddressBytes();
        return Convert.ToHexString(bytes.AsSpan(0, bytes.Length == 16 ? 8 : 4));
    }
}
