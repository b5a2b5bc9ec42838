using System.Net;
using System.Text.Json;

namespace Kolaybase.Tests.Http.Support;

/// <summary>The error body as a client sees it.</summary>
public sealed record ErrorBody(string Code, string Message, string? Details, string? Hint)
{
    /// <summary>Reads an answer and proves that it is the one error body, complete, with a request id.</summary>
    public static async Task<ErrorBody> ReadAsync(HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)response.StatusCode, $"expected {status} {code}, got {(int)response.StatusCode}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.Contains("X-Request-Id"));
        using var json = JsonDocument.Parse(text);
        Assert.Equal(["code", "message", "details", "hint"], json.RootElement.EnumerateObject().Select(p => p.Name));
        var body = new ErrorBody(
            json.RootElement.GetProperty("code").GetString()!,
            json.RootElement.GetProperty("message").GetString()!,
            json.RootElement.GetProperty("details").GetString(),
            json.RootElement.GetProperty("hint").GetString());
        Assert.True(body.Code == code, $"expected {code}, got {text}");
        Assert.NotEmpty(body.Message);
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            Assert.NotNull(response.Headers.RetryAfter);
        }

        return body;
    }
}
