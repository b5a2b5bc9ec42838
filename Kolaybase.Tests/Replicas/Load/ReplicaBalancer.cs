using System.Net;

namespace Kolaybase.Tests.Replicas.Load;

/// <summary>
/// Spreads requests over replicas as load balancers do: in turn over those whose <c>/health</c> was 200 when last asked; when none was, over those that answered at
/// all. It sends nothing twice, so that whoever uses it sees each failure.
/// </summary>
internal sealed class ReplicaBalancer : HttpMessageHandler
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly IReadOnlyList<Uri> _replicas;
    private readonly State[] _states;
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { UseCookies = false });
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _watching;
    private int _turn;

    public ReplicaBalancer(IReadOnlyList<Uri> replicas)
    {
        _replicas = replicas;
        _states = [.. replicas.Select(_ => State.Ready)];
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
        catch (HttpRequestException e)
        {
            // Until the next look.
            var state = _states[index];
            _states[index] = State.Gone;
            throw new HttpRequestException($"{state}: {e.Message}", e, null);
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
        var turn = (int)((uint)Interlocked.Increment(ref _turn) % (uint)_replicas.Count);
        // OrderByDescending is stable: of equals the one whose turn it is.
        return Enumerable.Range(turn, _replicas.Count).Select(i => i % _replicas.Count).OrderByDescending(i => _states[i]).First();
    }

    private async Task WatchAsync(int index)
    {
        var health = new Uri(_replicas[index], "/health");
        while (!_ended.IsCancellationRequested)
        {
            _states[index] = await LookAsync(health);
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

    private async Task<State> LookAsync(Uri health)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, health);
            using var answer = await _invoker.SendAsync(request, patience.Token);
            return answer.StatusCode == HttpStatusCode.OK ? State.Ready : State.Unready;
        }
        catch (HttpRequestException)
        {
            return State.Gone;
        }
        catch (OperationCanceledException)
        {
            return State.Unready;
        }
    }

    private enum State
    {
        /// <summary>The connection was refused or broke.</summary>
        Gone,

        /// <summary>It answered that it is not ready, or not in time.</summary>
        Unready,

        /// <summary>It answered 200.</summary>
        Ready,
    }
}
