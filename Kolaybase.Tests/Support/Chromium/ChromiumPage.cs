using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kolaybase.Tests.Support.Chromium;

/// <summary>A tab: what a user does in it and sees of it.</summary>
public sealed class ChromiumPage : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = [];
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly CancellationTokenSource _closed = new();
    private Task _reading = Task.CompletedTask;
    private int _id;

    private ChromiumPage()
    {
    }

    /// <summary>What the console shows as an error, a policy's refusals and what a script throws included.</summary>
    public IReadOnlyList<string> Faults => [.. _faults];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Takes a tab over.</summary>
    public static async Task<ChromiumPage> ConnectAsync(Uri tab)
    {
        var page = new ChromiumPage();
        await page._socket.ConnectAsync(tab, Cancel);
        page._reading = page.ReadAsync();
        foreach (var domain in new[] { "Page", "Runtime", "Log" })
        {
            await page.CallAsync($"{domain}.enable");
        }

        await page.CallAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = 640, ["height"] = 360, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        return page;
    }

    /// <summary>Opens an address and waits for it to be shown.</summary>
    public async Task GoToAsync(Uri address)
    {
        var answer = await CallAsync("Page.navigate", new() { ["url"] = address.AbsoluteUri });
        Assert.False(answer.TryGetProperty("errorText", out var fault), fault.ToString());
        await UntilAsync($"document.readyState === 'complete' && location.pathname === {JsonSerializer.Serialize(address.AbsolutePath)}", address.AbsolutePath);
    }

    /// <summary>Value of an expression in the page.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out var fault), fault.ToString());
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Text of the first element that a selector finds; null when there is none.</summary>
    public async Task<string?> TextAsync(string selector) => (await EvaluateAsync($"document.querySelector({JsonSerializer.Serialize(selector)})?.textContent ?? null")).GetString();

    /// <summary>Waits until an expression is true.</summary>
    public Task UntilAsync(string expression, string what) => Eventually.TrueAsync(() => IsTrueAsync(expression), what, Cancel);

    /// <summary>Presses a key, as a keyboard does.</summary>
    /// <param name="key"><c>Tab</c> or <c>Enter</c>.</param>
    public async Task PressAsync(string key)
    {
        var (code, text) = key == "Enter" ? (13, "\r") : (9, "");
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            await CallAsync("Input.dispatchKeyEvent", new() { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code, ["text"] = type == "keyDown" ? text : "" });
        }
    }

    /// <summary>Types text where the focus is.</summary>
    public Task TypeAsync(string text) => CallAsync("Input.insertText", new() { ["text"] = text });

    /// <summary>Presses the button that the mouse would find there.</summary>
    public async Task ClickAsync(string selector)
    {
        var box = await EvaluateAsync($"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])(document.querySelector({JsonSerializer.Serialize(selector)}).getBoundingClientRect())");
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
        {
            await CallAsync("Input.dispatchMouseEvent", new() { ["type"] = type, ["x"] = box[0].GetDouble(), ["y"] = box[1].GetDouble(), ["button"] = "left", ["clickCount"] = 1 });
        }
    }

    /// <summary>What is seen, as a PNG.</summary>
    public async Task<byte[]> PictureAsync() => (await CallAsync("Page.captureScreenshot")).GetProperty("data").GetBytesFromBase64();

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _reading;
        _socket.Dispose();
        _closed.Dispose();
    }

    private async Task<bool> IsTrueAsync(string expression)
    {
        try
        {
            return (await EvaluateAsync($"Boolean({expression})")).GetBoolean();
        }
        catch (InvalidOperationException e) when (e.Message.Contains("Inspected target navigated or closed", StringComparison.Ordinal))
        {
            // The page that was asked gave way to the next one.
            return false;
        }
    }

    private async Task<JsonElement> CallAsync(string method, JsonObject? parameters = null)
    {
        var id = Interlocked.Increment(ref _id);
        var answer = _calls[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, true, Cancel);
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancel);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, _closed.Token);
                message.Write(buffer, 0, part.Count);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                if (part.EndOfMessage)
                {
                    Take(JsonDocument.Parse(message.ToArray()).RootElement);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // Closed by us, or the browser has ended: whoever waits is told.
            foreach (var call in _calls.Values)
            {
                call.TrySetException(exception);
            }
        }
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("id", out var id))
        {
            if (_calls.TryRemove(id.GetInt32(), out var call))
            {
                _ = message.TryGetProperty("result", out var result) ? call.TrySetResult(result) : call.TrySetException(new InvalidOperationException(message.ToString()));
            }

            return;
        }

        var (method, about) = (message.GetProperty("method").GetString(), message.GetProperty("params"));
        if (method == "Runtime.exceptionThrown"
            || (method == "Runtime.consoleAPICalled" && about.GetProperty("type").GetString() is "error" or "assert")
            || (method == "Log.entryAdded" && about.GetProperty("entry").GetProperty("level").GetString() == "error"))
        {
            _faults.Enqueue(about.ToString());
        }
    }
}
