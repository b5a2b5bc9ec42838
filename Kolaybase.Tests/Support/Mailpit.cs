using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using MimeKit;

namespace Kolaybase.Tests.Support;

/// <summary>A running mail server whose inbox is read over HTTP; gone when disposed.</summary>
public sealed class Mailpit(Process process, int smtpPort, int httpPort) : IAsyncDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}") };

    public int SmtpPort => smtpPort;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The messages to an address, as they came.</summary>
    public async Task<List<MimeMessage>> InboxAsync(string address)
    {
        var found = await _http.GetFromJsonAsync<JsonElement>($"/api/v1/search?query={Uri.EscapeDataString($"to:\"{address}\"")}", Cancel);
        var messages = new List<MimeMessage>();
        foreach (var message in found.GetProperty("messages").EnumerateArray())
        {
            await using var raw = await _http.GetStreamAsync($"/api/v1/message/{message.GetProperty("ID").GetString()}/raw", Cancel);
            messages.Add(await MimeMessage.LoadAsync(raw, Cancel));
        }

        return messages;
    }

    /// <summary>Waits for the first message to an address.</summary>
    public async Task<MimeMessage> MailToAsync(string address)
    {
        List<MimeMessage> inbox = [];
        await Eventually.TrueAsync(async () => (inbox = await InboxAsync(address)).Count > 0, $"a mail to {address} arrives", Cancel);
        return inbox[0];
    }

    /// <summary>Has every recipient refused with that code from now on; 0 takes all again.</summary>
    public async Task RefuseAsync(int code)
    {
        using var answer = await _http.PutAsJsonAsync("/api/v1/chaos", new { Recipient = new { ErrorCode = code == 0 ? 451 : code, Probability = code == 0 ? 0 : 100 } }, Cancel);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Whether it answers in time; false when it has ended.</summary>
    internal async Task<bool> IsReadyAsync(TimeSpan patience)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!process.HasExited && TimeProvider.System.GetElapsedTime(start) < patience)
        {
            try
            {
                using var answer = await _http.GetAsync("/readyz", CancellationToken.None);
                if (answer.IsSuccessStatusCode)
                {
                    return true;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }
}
