using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.ControlPlane.Identity;

public sealed class SessionsTests : IAsyncLifetime
{
    private readonly Guid _user = Guid.CreateVersion7();
    private TestIdentity _identity = null!;

    public async ValueTask InitializeAsync() => _identity = await TestIdentity.CreateAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task A_refresh_token_is_traded_for_another_of_the_same_session()
    {
        var session = await StartAsync();
        var next = await RefreshAsync(session.RefreshToken);
        Assert.NotNull(next);
        Assert.Equal((session.SessionId, _user), (next.SessionId, next.UserId));
        Assert.NotEqual(session.RefreshToken, next.RefreshToken);
        Assert.NotNull(await RefreshAsync(next.RefreshToken));
    }

    [Fact]
    public async Task Only_hashes_are_stored()
    {
        var session = await StartAsync();
        var stored = await _identity.WithAsync((RegistryContext db) => db.RefreshTokens.Select(t => t.Hash).SingleAsync(TestIdentity.Cancel));
        Assert.DoesNotContain(session.RefreshToken, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(session.RefreshToken, session.ToString(), StringComparison.Ordinal);
        // 32 random bytes.
        Assert.Equal(43, session.RefreshToken.Length - "kb_refresh_".Length);
    }

    [Fact]
    public async Task Ten_parallel_refreshes_of_one_token_all_succeed_and_each_goes_on()
    {
        var session = await StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RefreshAsync(session.RefreshToken)));
        Assert.All(answers, Assert.NotNull);

        _identity.Clock.Advance(TimeSpan.FromMinutes(20));
        foreach (var answer in answers)
        {
            Assert.NotNull(await RefreshAsync(answer!.RefreshToken));
        }
    }

    [Fact]
    public async Task A_spent_token_works_until_ten_seconds_have_passed()
    {
        var session = await StartAsync();
        await RefreshAsync(session.RefreshToken);
        _identity.Clock.Advance(Sessions.Grace - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await RefreshAsync(session.RefreshToken));
        // Use within the grace does not extend it.
        _identity.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await RefreshAsync(session.RefreshToken));
    }

    [Fact]
    public async Task Reuse_after_the_grace_ends_the_whole_family_and_no_other()
    {
        var other = await StartAsync();
        var session = await StartAsync();
        var next = await RefreshAsync(session.RefreshToken);
        _identity.Clock.Advance(Sessions.Grace);

        Assert.Null(await RefreshAsync(session.RefreshToken));
        Assert.Null(await RefreshAsync(next!.RefreshToken));
        Assert.NotNull(await RefreshAsync(other.RefreshToken));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_by_any_of_its_tokens()
    {
        var session = await StartAsync();
        var next = await RefreshAsync(session.RefreshToken);
        await EndAsync(session.RefreshToken);
        Assert.Null(await RefreshAsync(next!.RefreshToken));
        Assert.Null(await RefreshAsync(session.RefreshToken));
    }

    [Fact]
    public async Task Unknown_and_overlong_tokens_are_refused_and_end_nothing()
    {
        var session = await StartAsync();
        foreach (var token in new[] { "", "nonsense", session.RefreshToken + "x", new string('x', 10_000) })
        {
            Assert.Null(await RefreshAsync(token));
            await EndAsync(token);
        }

        Assert.NotNull(await RefreshAsync(session.RefreshToken));
    }

    [Fact]
    public async Task A_token_of_one_realm_is_worth_nothing_in_another()
    {
        var session = await StartAsync();
        Assert.Null(await _identity.WithAsync((Sessions s) => s.RefreshAsync("project-x", session.RefreshToken, TestIdentity.Cancel)));
        await _identity.WithAsync(async (Sessions s) =>
        {
            await s.EndAsync("project-x", session.RefreshToken, TestIdentity.Cancel);
            return true;
        });
        Assert.NotNull(await RefreshAsync(session.RefreshToken));
    }

    [Fact]
    public async Task Ending_all_sessions_of_a_user_spares_other_users()
    {
        var mine = new[] { await StartAsync(), await StartAsync() };
        var others = await _identity.WithAsync((Sessions s) => s.StartAsync(TestIdentity.Realm, Guid.CreateVersion7(), null, TestIdentity.Cancel));
        await _identity.WithAsync(async (Sessions s) =>
        {
            await s.EndAllAsync(TestIdentity.Realm, _user, TestIdentity.Cancel);
            return true;
        });

        Assert.Null(await RefreshAsync(mine[0].RefreshToken));
        Assert.Null(await RefreshAsync(mine[1].RefreshToken));
        Assert.NotNull(await RefreshAsync(others.RefreshToken));
    }

    [Fact]
    public async Task A_session_lapses_when_it_is_not_used_and_lives_on_when_it_is()
    {
        var idle = await StartAsync();
        var used = await StartAsync();
        _identity.Clock.Advance(TimeSpan.FromDays(20));
        used = await RefreshAsync(used.RefreshToken);
        _identity.Clock.Advance(TimeSpan.FromDays(20));

        Assert.Null(await RefreshAsync(idle.RefreshToken));
        Assert.NotNull(await RefreshAsync(used!.RefreshToken));
    }

    [Fact]
    public async Task No_session_lives_longer_than_a_year()
    {
        var session = await StartAsync();
        for (var days = 0; days < 360; days += 20)
        {
            _identity.Clock.Advance(TimeSpan.FromDays(20));
            session = await RefreshAsync(session!.RefreshToken);
            Assert.NotNull(session);
        }

        _identity.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Null(await RefreshAsync(session!.RefreshToken));
    }

    [Fact]
    public async Task Tokens_outlive_a_change_of_the_master_key()
    {
        var session = await StartAsync();
        await using var rotated = _identity.Beside(masterKeys: $"{MasterKeyRing.Generate("new")},{_identity.MasterKeys}");
        var next = await rotated.WithAsync((Sessions s) => s.RefreshAsync(TestIdentity.Realm, session.RefreshToken, TestIdentity.Cancel));
        Assert.NotNull(next);
    }

    [Fact]
    public async Task Cleaning_up_removes_what_is_over_and_nothing_else()
    {
        var over = await StartAsync();
        _identity.Clock.Advance(TimeSpan.FromDays(25));
        var alive = await RefreshAsync((await StartAsync()).RefreshToken);
        _identity.Clock.Advance(TimeSpan.FromDays(6));

        Assert.Equal(1, await _identity.WithAsync((IdentityCleanup cleanup) => cleanup.RunAsync(TestIdentity.Cancel)));
        Assert.Null(await RefreshAsync(over.RefreshToken));
        Assert.NotNull(await RefreshAsync(alive!.RefreshToken));
    }

    private Task<SessionTokens> StartAsync() => _identity.WithAsync((Sessions s) => s.StartAsync(TestIdentity.Realm, _user, null, TestIdentity.Cancel));

    private Task<SessionTokens?> RefreshAsync(string token) => _identity.WithAsync((Sessions s) => s.RefreshAsync(TestIdentity.Realm, token, TestIdentity.Cancel));

    private Task<bool> EndAsync(string token) => _identity.WithAsync(async (Sessions s) =>
    {
        await s.EndAsync(TestIdentity.Realm, token, TestIdentity.Cancel);
        return true;
    });
}
