using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.ControlPlane.Identity;

/// <summary>What is written when access tokens are taken away. The clock of the process is months behind the database's.</summary>
public sealed class TokenRevocationsTests : IAsyncLifetime
{
    private const string Realm = "project-of-the-test";
    private readonly Guid _user = Guid.CreateVersion7();
    private TestIdentity _identity = null!;

    public async ValueTask InitializeAsync() => _identity = await TestIdentity.CreateAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task Revoking_ends_every_session_of_the_user_and_of_no_one_else()
    {
        var (one, two, others) = (await StartAsync(_user), await StartAsync(_user), await StartAsync(Guid.CreateVersion7()));
        await RevokeAsync();
        Assert.Null(await RefreshAsync(one));
        Assert.Null(await RefreshAsync(two));
        Assert.NotNull(await RefreshAsync(others));
        Assert.Equal(new[] { _user, one.SessionId, two.SessionId }.Order(), (await RowsAsync()).Select(r => r.UserId).Order());
    }

    [Fact]
    public async Task The_time_is_the_databases_rounded_up_to_a_second_and_never_goes_back()
    {
        var before = await DatabaseTimeAsync();
        await RevokeAsync();
        var first = Assert.Single(await RowsAsync()).NotBefore;
        var after = await DatabaseTimeAsync();
        Assert.InRange(first, before, after + TimeSpan.FromSeconds(1));
        Assert.Equal(0, first.Ticks % TimeSpan.TicksPerSecond);

        var later = first + TimeSpan.FromHours(1);
        await _identity.WithAsync((RegistryContext db) => db.TokenRevocations.ExecuteUpdateAsync(s => s.SetProperty(r => r.NotBefore, later), TestIdentity.Cancel));
        await RevokeAsync();
        Assert.Equal(later, await _identity.WithAsync((TokenRevocations r) => r.NotBeforeAsync(Realm, _user, TestIdentity.Cancel)));
    }

    [Fact]
    public async Task A_session_begun_after_it_is_not_touched()
    {
        await RevokeAsync();
        var session = await StartAsync(_user);
        Assert.NotNull(await RefreshAsync(session));
        Assert.DoesNotContain(await RowsAsync(), r => r.UserId == session.SessionId);
    }

    [Fact]
    public async Task Whatever_ends_a_session_has_its_tokens_refused()
    {
        var (signedOut, ended, reused, living) = (await StartAsync(_user), await StartAsync(_user), await StartAsync(_user), await StartAsync(_user));
        await _identity.WithAsync(async (Sessions s) =>
        {
            await s.EndAsync(Realm, signedOut.RefreshToken, TestIdentity.Cancel);
            Assert.True(await s.EndOneAsync(Realm, _user, ended.SessionId, TestIdentity.Cancel));
            // A second time there is nothing to end, and a stranger's session is not his to end.
            Assert.False(await s.EndOneAsync(Realm, _user, ended.SessionId, TestIdentity.Cancel));
            Assert.False(await s.EndOneAsync(Realm, Guid.CreateVersion7(), living.SessionId, TestIdentity.Cancel));
            Assert.False(await s.EndOneAsync("project-other", _user, living.SessionId, TestIdentity.Cancel));
            return true;
        });
        Assert.NotNull(await RefreshAsync(reused));
        _identity.Clock.Advance(Sessions.Grace + TimeSpan.FromSeconds(1));
        Assert.Null(await RefreshAsync(reused));

        Assert.Equal(new[] { signedOut.SessionId, ended.SessionId, reused.SessionId }.Order(), (await RowsAsync()).Select(r => r.UserId).Order());
        var listed = await _identity.WithAsync((Sessions s) => s.ListAsync(Realm, _user, TestIdentity.Cancel));
        Assert.Equal([living.SessionId], listed.Select(s => s.Id));
    }

    [Fact]
    public async Task Sessions_that_ended_lately_have_their_tokens_refused_as_well()
    {
        var (lately, longAgo, others) = (await StartAsync(_user), await StartAsync(_user), await StartAsync(Guid.CreateVersion7()));
        await EndBareAsync(lately, TimeSpan.FromMinutes(29));
        await EndBareAsync(longAgo, TimeSpan.FromMinutes(41));
        await EndBareAsync(others, TimeSpan.FromMinutes(1));
        await RevokeAsync();
        Assert.Equal(new[] { _user, lately.SessionId }.Order(), (await RowsAsync()).Select(r => r.UserId).Order());
    }

    [Fact]
    public async Task A_refresh_that_meets_the_end_of_its_session_is_refused()
    {
        var session = await StartAsync(_user);
        var refresh = await _identity.InTransactionAsync(async (TokenRevocations r) =>
        {
            await r.RevokeAsync(Realm, _user, TestIdentity.Cancel);
            var refresh = RefreshAsync(session);
            await SomebodyWaitsAsync(refresh);
            return refresh;
        });
        Assert.Null(await refresh);
    }

    [Fact]
    public async Task A_token_that_a_refresh_gets_meanwhile_was_issued_before_the_time()
    {
        var session = await StartAsync(_user);
        Task<bool> revocation = null!;
        DateTimeOffset issued = default;
        await _identity.InTransactionAsync(async (Sessions s) =>
        {
            Assert.NotNull(await s.RefreshAsync(Realm, session.RefreshToken, TestIdentity.Cancel));
            revocation = RevokeAsync();
            await SomebodyWaitsAsync(revocation);
            // An identity server takes its time.
            var later = await DatabaseTimeAsync() + TimeSpan.FromSeconds(1.1);
            await Eventually.TrueAsync(async () => (issued = await DatabaseTimeAsync()) > later, "more than a second is over", TestIdentity.Cancel);
            return true;
        });
        await revocation;
        Assert.True(await _identity.WithAsync((TokenRevocations r) => r.NotBeforeAsync(Realm, _user, TestIdentity.Cancel)) > issued);
    }

    [Fact]
    public async Task It_rolls_back_with_what_it_belongs_to()
    {
        var session = await StartAsync(_user);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _identity.InTransactionAsync(async (TokenRevocations r) =>
        {
            await r.RevokeAsync(Realm, _user, TestIdentity.Cancel);
            return await Task.FromException<bool>(new InvalidOperationException("the password could not be set"));
        }));
        Assert.Empty(await RowsAsync());
        Assert.NotNull(await RefreshAsync(session));
    }

    [Fact]
    public async Task Two_who_revoke_at_once_both_succeed()
    {
        for (var i = 0; i < 5; i++)
        {
            await StartAsync(_user);
        }

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RevokeAsync()));
        Assert.Equal(6, (await RowsAsync()).Count);
    }

    [Fact]
    public async Task Rows_are_cleaned_up_when_no_token_of_before_can_live()
    {
        await RevokeAsync();
        await StartAsync(_user);
        await CleanUpAsync();
        Assert.Single(await RowsAsync());
        await _identity.WithAsync((RegistryContext db) => db.Database.ExecuteSqlAsync($"update token_revocations set not_before = clock_timestamp() - interval '41 minutes'", TestIdentity.Cancel));
        await CleanUpAsync();
        Assert.Empty(await RowsAsync());
    }

    /// <summary>Ended so long ago, and nothing else written.</summary>
    private Task<int> EndBareAsync(SessionTokens session, TimeSpan ago) => _identity.WithAsync((RegistryContext db) => db.Sessions.Where(s => s.Id == session.SessionId)
        .ExecuteUpdateAsync(u => u.SetProperty(s => s.EndedAt, _identity.Clock.GetUtcNow() - ago), TestIdentity.Cancel));

    /// <summary>Waits until a statement waits for a lock, or the task is done without.</summary>
    private Task SomebodyWaitsAsync(Task task) => Eventually.TrueAsync(
        async () => task.IsCompleted || await _identity.WithAsync((RegistryContext db) => db.Database.SqlQuery<bool>(
            $"select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as \"Value\"").SingleAsync(TestIdentity.Cancel)),
        "a statement waits for the lock",
        TestIdentity.Cancel);

    private Task<int> CleanUpAsync() => _identity.WithAsync((IdentityCleanup c) => c.RunAsync(TestIdentity.Cancel));

    private Task<bool> RevokeAsync() => _identity.InTransactionAsync(async (TokenRevocations r) =>
    {
        await r.RevokeAsync(Realm, _user, TestIdentity.Cancel);
        return true;
    });

    private Task<SessionTokens> StartAsync(Guid user) => _identity.WithAsync((Sessions s) => s.StartAsync(Realm, user, null, TestIdentity.Cancel));

    private Task<SessionTokens?> RefreshAsync(SessionTokens session) => _identity.WithAsync((Sessions s) => s.RefreshAsync(Realm, session.RefreshToken, TestIdentity.Cancel));

    private Task<List<TokenRevocation>> RowsAsync() => _identity.WithAsync((RegistryContext db) => db.TokenRevocations.AsNoTracking().ToListAsync(TestIdentity.Cancel));

    private Task<DateTimeOffset> DatabaseTimeAsync() => _identity.WithAsync((RegistryContext db) =>
        db.Database.SqlQuery<DateTimeOffset>($"select clock_timestamp() as \"Value\"").SingleAsync(TestIdentity.Cancel));
}
