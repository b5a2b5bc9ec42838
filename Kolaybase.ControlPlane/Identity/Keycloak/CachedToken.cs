namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>An access token of ours that is used until shortly before its end; however many ask at once, one fetches it.</summary>
/// <param name="fetch">Gets one; a thrown exception is not remembered.</param>
/// <param name="clock">The clock.</param>
internal sealed class CachedToken(Func<CancellationToken, Task<AccessToken>> fetch, TimeProvider clock) : IDisposable
{
    /// <summary>A call that takes the token on its way must arrive before its end.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _fetching = new(1);
    private (string Value, DateTimeOffset Until)? _current;

    /// <summary>The token.</summary>
    /// <param name="refused">A token that was refused, so that another is wanted; null at the first try.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<string> GetAsync(string? refused, CancellationToken cancellationToken)
    {
        if (Usable(refused) is { } token)
        {
            return token;
        }

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (Usable(refused) is { } meanwhile)
            {
                return meanwhile;
            }

            var began = clock.GetUtcNow();
            var fetched = await fetch(cancellationToken);
            _current = (fetched.Value, began + fetched.Lifetime - s_margin);
            return fetched.Value;
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void Dispose() => _fetching.Dispose();

    private string? Usable(string? refused) => _current is { } current && current.Until > clock.GetUtcNow() && current.Value != refused ? current.Value : null;
}
