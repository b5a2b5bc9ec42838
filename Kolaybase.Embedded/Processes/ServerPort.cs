using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kolaybase.Embedded.Processes;

/// <summary>The loopback port of a server: the configured one, else the one of the last start, else a free one.</summary>
/// <param name="configured">A port that the user insists on; null to choose.</param>
/// <param name="file">Where the choice is remembered, so that other tools' settings survive a restart.</param>
internal sealed class ServerPort(int? configured, string file)
{
    /// <summary>Whether another port may be tried when this one turns out to be taken.</summary>
    public bool MayChange => configured is null;

    /// <summary>A port that was free a moment ago.</summary>
    /// <exception cref="EmbeddedException">The configured port is taken.</exception>
    public int Choose(string server)
    {
        if (configured is { } port)
        {
            return IsFree(port)
                ? port
                : throw new EmbeddedException($"Port {port}, configured for {server}, is in use by another program. Choose another, or leave it out to get a free one.");
        }

        return Remembered() is { } last && IsFree(last) ? last : Free();
    }

    /// <summary>Remembers the port for the next start.</summary>
    public void Remember(int port) => File.WriteAllText(file, port.ToString(CultureInfo.InvariantCulture));

    /// <summary>Forgets the port that proved to be taken.</summary>
    public void Forget() => File.Delete(file);

    private int? Remembered() =>
        File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : null;

    internal static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
