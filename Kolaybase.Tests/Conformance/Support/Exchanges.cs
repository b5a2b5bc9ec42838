using System.Text;
using System.Text.Json;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Conformance.Support;

/// <summary>Makes exchanges and says what was not as promised.</summary>
internal static class Exchanges
{
    /// <summary>Makes every exchange and fails with the list of those that went otherwise.</summary>
    /// <param name="host">The data API.</param>
    /// <param name="before">Runs before each, to make what is there known; null when nothing here changes it.</param>
    /// <param name="exchanges">The table.</param>
    public static async Task CheckAsync(RestHost host, Func<Task>? before, IEnumerable<Exchange> exchanges)
    {
        var faults = new List<string>();
        foreach (var exchange in exchanges)
        {
            if (before is not null)
            {
                await before();
            }

            foreach (var step in exchange.Next.Prepend(exchange))
            {
                await CheckAsync(host, step, faults);
            }
        }

        Assert.True(faults.Count == 0, Environment.NewLine + string.Join(Environment.NewLine, faults));
    }

    private static async Task CheckAsync(RestHost host, Exchange exchange, List<string> faults)
    {
        using var request = Request(exchange);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        // Before the body is read: the client would spell Content-Type anew.
        var headers = exchange.Headers.Select(header => (header.Name, header.Value, Got: Header(response, header.Name))).ToList();
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var found = new List<string>();
        if ((int)response.StatusCode != exchange.Status)
        {
            found.Add($"status {exchange.Status}, got {(int)response.StatusCode}: {body}");
        }
        else if (exchange.Json is { } json && JsonText.Normal(json) != JsonText.Normal(body))
        {
            found.Add($"{JsonText.Normal(json)}{Environment.NewLine}         got {JsonText.Normal(body)}");
        }
        else if (exchange.Text is { } text && text != body)
        {
            found.Add($"'{text}', got '{body}'");
        }

        else if (exchange.Code is { } code && JsonDocument.Parse(body).RootElement is var error
            && (error.GetProperty("code").GetString() != code || (exchange.Message is { } message && error.GetProperty("message").GetString() != message)))
        {
            found.Add($"{code} {exchange.Message}, got {body}");
        }

        found.AddRange(headers.Where(header => header.Got != header.Value).Select(header => $"{header.Name}: {header.Value ?? "(none)"}, got {header.Got ?? "(none)"}"));
        faults.AddRange(found.Select(f => $"{exchange}{Environment.NewLine}    expected {f}"));
    }

    private static HttpRequestMessage Request(Exchange exchange)
    {
        var request = new HttpRequestMessage(new HttpMethod(exchange.Method), "/api/rest/v1/" + exchange.Path);
        request.Headers.Add("X-Test-Role", exchange.Role);
        request.Headers.Add("X-Test-Claims", exchange.Claims.Length > 0 ? exchange.Claims : $$"""{"role":"{{exchange.Role}}"}""");
        foreach (var (name, value) in exchange.RequestHeaders)
        {
            // "Range: 0-9" is PostgREST's and no range of bytes, which the client would insist on.
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        if (exchange.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Type", exchange.ContentType));
        }

        return request;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;
}
