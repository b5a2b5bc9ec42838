using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Kolaybase.Embedded;
using Microsoft.AspNetCore.Http;

namespace Kolaybase.AppHost.Embedded;

/// <summary>Where the API listens, decided before anything slow is started.</summary>
/// <param name="Urls">What Kestrel is told, separated by semicolons; a port 0 is replaced by a free one, so that links can be written.</param>
/// <param name="BaseUrl">The address to give to people: the first one, with a host that can be opened.</param>
internal sealed record ListenAddresses(string Urls, string BaseUrl)
{
    public const string Default = "http://localhost:4000";

    /// <summary>Takes the option, else the variable <c>ASPNETCORE_URLS</c>, else <see cref="Default"/>.</summary>
    /// <exception cref="EmbeddedException">An address can't be read, or its port is taken.</exception>
    public static ListenAddresses Choose(string? option, string? variable)
    {
        var text = !string.IsNullOrWhiteSpace(option) ? option : !string.IsNullOrWhiteSpace(variable) ? variable : Default;
        var addresses = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse).ToArray();
        if (addresses.Length == 0)
        {
            throw new EmbeddedException($"'{text}' names no address. Say it as {Default}.");
        }

        foreach (var (_, _, port) in addresses.Where(address => IsTaken(address.Port)))
        {
            throw Taken(port);
        }

        return new ListenAddresses(string.Join(';', addresses.Select(Url)), Url(addresses[0] with { Host = Openable(addresses[0].Host) }));
    }

    /// <summary>The refusal of a taken port.</summary>
    public static EmbeddedException Taken(int port) => new(
        $"Port {port} is in use by another program. Stop that one, or choose another address: " +
        string.Create(CultureInfo.InvariantCulture, $"dotnet run --project Kolaybase.AppHost -- --urls http://localhost:{(port < 65000 ? port + 1 : port - 1)} (or set ASPNETCORE_URLS)."));

    private static Address Parse(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException exception)
        {
            throw new EmbeddedException($"'{url}' is not an address to listen on. Say it as {Default}.", exception);
        }

        return address.Scheme is "http" or "https" && !address.IsUnixPipe && !address.IsNamedPipe
            ? new Address(address.Scheme, address.Host, address.Port == 0 ? Free() : address.Port)
            : throw new EmbeddedException($"'{url}' is not an address to listen on. Say it as {Default}.");
    }

    private static string Url(Address address) => string.Create(CultureInfo.InvariantCulture, $"{address.Scheme}://{address.Host}:{address.Port}");

    private static string Openable(string host) => host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : host;

    // Whatever address the other program listens on, sharing a port with it would confuse.
    private static bool IsTaken(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);

    private static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Address(string Scheme, string Host, int Port);
}
