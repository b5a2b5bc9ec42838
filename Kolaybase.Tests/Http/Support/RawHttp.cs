using System.Net.Sockets;
using System.Text;

namespace Kolaybase.Tests.Http.Support;

/// <summary>Speaks bytes to a server, for what no HTTP client would send.</summary>
public static class RawHttp
{
    /// <summary>Sends the bytes and reads until the server closes, so the request should ask for that. The sending side stays open: closing it means leaving.</summary>
    public static async Task<RawAnswer> SendAsync(Uri server, byte[] request)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, deadline.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(request, deadline.Token);
        var received = new MemoryStream();
        try
        {
            await stream.CopyToAsync(received, deadline.Token);
        }
        catch (IOException)
        {
            // A reset after the answer, for bytes that the server did not want to read.
        }

        return RawAnswer.Parse(Encoding.Latin1.GetString(received.ToArray()));
    }

    public static Task<RawAnswer> SendAsync(Uri server, string request) => SendAsync(server, Encoding.Latin1.GetBytes(request));
}

/// <summary>An answer as text.</summary>
public sealed record RawAnswer(int Status, string Headers, string Body)
{
    public static RawAnswer Parse(string text)
    {
        Assert.StartsWith("HTTP/1.1 ", text, StringComparison.Ordinal);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return new(int.Parse(text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), text[..end], text[(end + 4)..]);
    }
}
