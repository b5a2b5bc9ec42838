using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace Kolaybase.Tests.Replicas.Load;

/// <summary>Writers and readers of a project's <c>ledger</c>: each row is written once, and what was acknowledged is remembered.</summary>
/// <param name="http">Sends.</param>
/// <param name="project">Whose ledger.</param>
/// <param name="report">Counts.</param>
/// <param name="pause">Between two requests of a writer or reader: other tests run beside.</param>
internal sealed class LedgerLoad(HttpClient http, LedgerProject project, LoadReport report, TimeSpan pause)
{
    /// <summary>What a test sends, which runs beside others: some hundred requests a second.</summary>
    public static readonly TimeSpan Moderate = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentQueue<Guid> _acknowledged = [];

    /// <summary>Writes and reads until cancelled.</summary>
    public Task RunAsync(int writers, int readers, CancellationToken until) =>
        Task.WhenAll(Enumerable.Range(0, writers).Select(n => WriteAsync(n, until)).Concat(Enumerable.Range(0, readers).Select(_ => ReadAsync(until))));

    /// <summary>How many rows that were acknowledged are not there.</summary>
    public Task<int> LostAsync() => project.MissingAsync([.. _acknowledged]);

    private async Task WriteAsync(int writer, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            var id = Guid.CreateVersion7();
            using var request = Request(HttpMethod.Post, "");
            request.Content = JsonContent.Create(new { id, n = writer });
            // Acknowledged is what the client has read the status of.
            if (await report.SendAsync("write", http, request) == 201)
            {
                _acknowledged.Enqueue(id);
            }

            await Task.Delay(pause, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task ReadAsync(CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            using var request = Request(HttpMethod.Get, "?select=id,n&order=id.desc&limit=5");
            await report.SendAsync("read", http, request, answer => Assert.Equal(JsonValueKind.Array, JsonSerializer.Deserialize<JsonElement>(answer).ValueKind));
            await Task.Delay(pause, TimeProvider.System, CancellationToken.None);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string query)
    {
        var request = new HttpRequestMessage(method, "/api/rest/v1/ledger" + query);
        request.Headers.Add("apikey", project.ServiceKey);
        return request;
    }
}
