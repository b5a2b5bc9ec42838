using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kolaybase.Embedded.Redis;

/// <summary>Asks whether a Redis-protocol server answers, and whether it is ours: only ours knows the password.</summary>
internal static class GarnetProbe
{
    public static async Task<bool> AnswersAsync(int port, string password, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
            var stream = client.GetStream();

            // RESP: an array of two bulk strings, answered by the simple string +OK.
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"*2\r\n$4\r\nAUTH\r\n${password.Length}\r\n{password}\r\n"), deadline.Token);
            var answer = new byte[5];
            await stream.ReadExactlyAsync(answer, deadline.Token);
            return answer.AsSpan().SequenceEqual("+OK\r\n"u8);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
