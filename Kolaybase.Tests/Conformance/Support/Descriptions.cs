using System.Text.Json;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Conformance.Support;

/// <summary>Reads the description at the root.</summary>
internal static class Descriptions
{
    public static async Task<JsonElement> OfAsync(RestHost host, string role, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/");
        request.Headers.Add("X-Test-Role", role);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, body);
        Assert.Equal("application/openapi+json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>The value at a path of keys; fails when one is not there.</summary>
    public static JsonElement At(this JsonElement value, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            Assert.True(value.TryGetProperty(key, out value), $"There is no '{key}'.");
        }

        return value;
    }

    /// <summary>The keys of an object.</summary>
    public static IEnumerable<string> Keys(this JsonElement value) => value.EnumerateObject().Select(property => property.Name);
}
