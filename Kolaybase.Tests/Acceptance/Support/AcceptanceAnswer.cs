using System.Text.Json;

namespace Kolaybase.Tests.Acceptance.Support;

/// <summary>An answer, and what a scenario claims of it; each claim returns the answer, so that they chain.</summary>
public sealed class AcceptanceAnswer
{
    private readonly Dictionary<string, string> _headers;
    private readonly string _call;

    private AcceptanceAnswer(string call, int status, string body, Dictionary<string, string> headers) =>
        (_call, Status, Body, _headers) = (call, status, body, headers);

    public int Status { get; }

    public string Body { get; }

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>A header's value; null when it is absent.</summary>
    public string? Header(string name) => _headers.GetValueOrDefault(name);

    /// <summary>A text member of the body.</summary>
    public string Text(string member) => Json.GetProperty(member).GetString() ?? throw new InvalidOperationException($"{member} is null");

    /// <summary>The status; for a refusal also the code and that the body is the one error body.</summary>
    public AcceptanceAnswer Expect(int status, string? code = null)
    {
        Assert.True(Status == status, $"{_call}: {Status} instead of {status}: {Body}");
        Assert.True(_headers.ContainsKey("X-Request-Id"), $"{_call}: no X-Request-Id");
        if (code is not null)
        {
            Assert.Equal(["code", "message", "details", "hint"], Json.EnumerateObject().Select(p => p.Name));
            Assert.Equal(code, Text("code"));
            Assert.NotEmpty(Text("message"));
        }

        return this;
    }

    /// <summary>The whole body, white space aside.</summary>
    public AcceptanceAnswer MustBe(string json)
    {
        Assert.Equal(JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json)), JsonSerializer.Serialize(Json));
        return this;
    }

    /// <summary>One text member.</summary>
    public AcceptanceAnswer MustBe(string member, string value)
    {
        Assert.Equal(value, Text(member));
        return this;
    }

    /// <summary>None of these is anywhere in body or headers.</summary>
    public AcceptanceAnswer MustNotContain(params string[] texts)
    {
        foreach (var text in texts)
        {
            Assert.DoesNotContain(text, Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(_headers.Values, v => v.Contains(text, StringComparison.OrdinalIgnoreCase));
        }

        return this;
    }

    internal static async Task<AcceptanceAnswer> ReadAsync(HttpResponseMessage response, string call) => new(
        call,
        (int)response.StatusCode,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
}
