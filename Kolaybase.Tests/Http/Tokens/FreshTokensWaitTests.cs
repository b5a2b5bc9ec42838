using System.Reflection;
using System.Threading.Channels;
using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.ControlPlane.Identity;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kolaybase.Tests.Http.Tokens;

/// <summary>The wait for a token of the second after a revocation, second by second.</summary>
public sealed class FreshTokensWaitTests : IAsyncLifetime
{
    private readonly Guid _user = Guid.CreateVersion7();
    private readonly WaitClock _clock = new();
    private TestIdentity _identity = null!;
    private DateTimeOffset _notBefore;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _identity = await TestIdentity.CreateAsync();
        _notBefore = await _identity.InTransactionAsync(async (TokenRevocations revocations) =>
        {
            await revocations.RevokeAsync(TestIdentity.Realm, _user, Cancel);
            return (await revocations.NotBeforeAsync(TestIdentity.Realm, _user, Cancel))!.Value;
        });
    }

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_store_whose_clock_is_behind_is_asked_again_each_second_until_its_token_is_good(int behind)
    {
        var store = ClockedStore.Create(_clock);
        _clock.SetUtcNow(_notBefore - TimeSpan.FromSeconds(behind));
        var issue = IssueAsync(store.Port);
        for (var second = 0; second < behind; second++)
        {
            await _clock.WaitBegunAsync();
            Assert.False(issue.IsCompleted);
            Assert.Equal(second + 1, store.Asked);
            // Not before the second is over.
            _clock.Advance(TimeSpan.FromMilliseconds(999));
            Assert.Equal(second + 1, store.Asked);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var token = await issue;
        Assert.Equal(_notBefore.UtcDateTime, new JsonWebToken(token!.Value).IssuedAt);
        Assert.Equal(behind + 1, store.Asked);
    }

    [Fact]
    public async Task A_clock_six_seconds_behind_is_told_instead_of_waited_for()
    {
        var store = ClockedStore.Create(_clock);
        _clock.SetUtcNow(_notBefore - TimeSpan.FromSeconds(6));
        var issue = IssueAsync(store.Port);
        for (var second = 0; second < 5; second++)
        {
            await _clock.WaitBegunAsync();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Contains("clock", (await Assert.ThrowsAsync<IdentityUnavailableException>(() => issue)).Message, StringComparison.Ordinal);
        Assert.Equal(6, store.Asked);
    }

    [Fact]
    public async Task Who_is_blocked_while_he_waits_gets_none()
    {
        var store = ClockedStore.Create(_clock);
        _clock.SetUtcNow(_notBefore - TimeSpan.FromSeconds(3));
        var issue = IssueAsync(store.Port);
        await _clock.WaitBegunAsync();
        store.IsBlocked = true;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await issue);
    }

    [Fact]
    public async Task Who_leaves_is_not_waited_for()
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        _clock.SetUtcNow(_notBefore - TimeSpan.FromSeconds(3));
        var issue = IssueAsync(ClockedStore.Create(_clock).Port, left.Token);
        await _clock.WaitBegunAsync();
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => issue);
    }

    private Task<AccessToken?> IssueAsync(IIdentityStore store, CancellationToken? cancellationToken = null) => _identity.WithAsync((TokenRevocations revocations) =>
        new FreshTokens(revocations, _clock).IssueAsync(store, TestIdentity.Realm, _user, Guid.CreateVersion7(), cancellationToken ?? Cancel));

    /// <summary>Stands still until moved, and says when somebody begins to wait by it.</summary>
    private sealed class WaitClock : FakeTimeProvider
    {
        private readonly Channel<bool> _begun = Channel.CreateUnbounded<bool>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _begun.Writer.TryWrite(true);
            return timer;
        }

        public async Task WaitBegunAsync() => await _begun.Reader.ReadAsync(Cancel);
    }

    /// <summary>An identity server with a clock of its own, which puts no session of ours into its tokens; it can nothing but issue.</summary>
    public class ClockedStore : DispatchProxy
    {
        private TimeProvider _clock = TimeProvider.System;
        private int _asked;

        public IIdentityStore Port { get; private set; } = null!;

        public int Asked => Volatile.Read(ref _asked);

        public bool IsBlocked { get; set; }

        public static ClockedStore Create(TimeProvider clock)
        {
            var port = Create<IIdentityStore, ClockedStore>();
            var store = (ClockedStore)port;
            (store._clock, store.Port) = (clock, port);
            return store;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal(nameof(IIdentityStore.IssueAccessTokenAsync), targetMethod?.Name);
            Interlocked.Increment(ref _asked);
            var token = new JsonWebToken("""{"alg":"none"}""", $$"""{"sub":"user","iat":{{_clock.GetUtcNow().ToUnixTimeSeconds()}}}""");
            return Task.FromResult(IsBlocked ? null : new AccessToken(token.EncodedToken, TimeSpan.FromMinutes(5)));
        }
    }
}
