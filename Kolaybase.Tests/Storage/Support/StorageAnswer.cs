using System.Text;
using System.Text.Json;

namespace Kolaybase.Tests.Storage.Support;

/// <summary>An answer with its bytes and headers.</summary>
public sealed record StorageAnswer(string Request, int Status, byte[] Bytes, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonElement.Parse(Bytes);

    public static async Task<StorageAnswer> ReadAsync(string request, HttpResponseMessage response, CancellationToken cancellationToken) => new(
        request,
        (int)response.StatusCode,
        await response.Content.ReadAsByteArrayAsync(cancellationToken),
        response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));

    /// <summary>Fails the test when the status is another.</summary>
    public StorageAnswer Expect(int status)
    {
        Assert.True(Status == status, $"{Request}: expected {status}, got {this}");
        return this;
    }

    /// <summary>Fails the test when it is another refusal.</summary>
    public StorageAnswer Refused(int status, string code)
    {
        Assert.True(Status == status && Json.GetProperty("code").GetString() == code, $"{Request}: expected {status} {code}, got {this}");
        return this;
    }

    /// <summary>A header; null when absent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override string ToString() => $"{Status} {(Bytes.Length > 600 ? $"{Bytes.Length} bytes" : Text)}";
}
