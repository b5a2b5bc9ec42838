using System.Net;

namespace Kolaybase.Tests.Replicas.Load;

/// <summary>
/// Spreads requests over replicas as load balancers do: in turn over those whose <c>/health</c> was 200 when last asked, and over all when none was. It sends
/// nothing twice, so that whoever uses it sees each failure.
/// </summary>
internal sealed class ReplicaBalancer : HttpMessageHandler
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly IReadOnlyList<Uri> _replicas;
    private readonly bool[] _ready;
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { UseCookies = false });
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _watching;
    private int _turn;

    public ReplicaBalancer(IReadOnlyList<Uri> replicas)
    {
        _replicas = replicas;
        _ready = [.. replicas.Select(_ => true)];
        _watching = Task.WhenAll(Enumerable.Range(0, replicas.Count).Select(WatchAsync));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var index = Next();
        request.RequestUri = new Uri(_replicas[index], request.RequestUri!.PathAndQuery);
        try
        {
            return await _invoker.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException)
        {
            // Until the next look.
            Volatile.Write(ref _ready[index], false);
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ended.Cancel();
            _watching.GetAwaiter().GetResult();
            _ended.Dispose();
            _invoker.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Next()
    {
        for (var tries = 0; tries < _replicas.Count; tries++)
        {
            var index = (int)((uint)Interlocked.Increment(ref _turn) % (uint)_replicas.Count);
            if (Volatile.Read(ref _ready[index]))
            {
                return index;
            }
        }

        return (int)((uint)_turn % (uint)_replicas.Count);
    }

    private async Task WatchAsync(int index)
    {
        var health = new Uri(_replicas[index], "/health");
        while (!_ended.IsCancellationRequested)
        {
            Volatile.Write(ref _ready[index], await IsReadyAsync(health));
            try
            {
                await Task.Delay(Pause, TimeProvider.System, _ended.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> IsReadyAsync(Uri health)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, health);
            using var answer = await _invoker.SendAsync(request, patience.Token);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
