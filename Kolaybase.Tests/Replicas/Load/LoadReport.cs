using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Kolaybase.Tests.Replicas.Load;

/// <summary>Counts what became of requests: a failure by its status and code, or by how the connection ended.</summary>
internal sealed class LoadReport
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly TimeProvider _time = TimeProvider.System;
    private int _successes;

    /// <summary>How often each kind of answer came; a success is <c>write 201</c>, a refusal <c>write 503 KB503</c>, a broken connection <c>write connection</c>.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    /// <summary>How connections broke.</summary>
    public ConcurrentQueue<string> Broken { get; } = [];

    public int Requests => _answers.Values.Sum();

    /// <summary>All that was not a success, most frequent first.</summary>
    public IReadOnlyList<(string Kind, int Count)> Failures => [.. _answers.Where(a => !IsSuccess(a.Key)).OrderByDescending(a => a.Value).Select(a => (a.Key, a.Value))];

    public int Successes => Volatile.Read(ref _successes);

    /// <summary>One line, for people.</summary>
    public string Failed => Failures is [] ? "none" : string.Join(", ", Failures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Count} × {f.Kind}")));

    /// <summary>Sends a request and counts its answer.</summary>
    /// <param name="name">What it is, for the report.</param>
    /// <param name="http">The client.</param>
    /// <param name="request">The request.</param>
    /// <param name="check">Looks at the body of a success.</param>
    /// <returns>The status; 0 when none came.</returns>
    public async Task<int> SendAsync(string name, HttpClient http, HttpRequestMessage request, Action<string>? check = null)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        try
        {
            using var answer = await http.SendAsync(request, patience.Token);
            var body = await answer.Content.ReadAsStringAsync(patience.Token);
            var status = (int)answer.StatusCode;
            Count($"{name} {status}{(status >= 400 ? " " + Code(body) : "")}");
            if (answer.IsSuccessStatusCode)
            {
                check?.Invoke(body);
                Interlocked.Increment(ref _successes);
            }

            return status;
        }
        catch (HttpRequestException e)
        {
            Broken.Enqueue(e.Message + " " + e.InnerException);
            Count($"{name} connection");
            return 0;
        }
        catch (OperationCanceledException)
        {
            Count($"{name} no answer in {Patience.TotalSeconds} s");
            return 0;
        }
    }

    /// <summary>Counts something else.</summary>
    public void Count(string kind) => _answers.AddOrUpdate(kind, 1, static (_, count) => count + 1);

    private static bool IsSuccess(string kind) => kind.Split(' ') is [_, ['2', _, _]];

    private static string Code(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("code").GetString()!;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "without a code";
        }
    }
}
