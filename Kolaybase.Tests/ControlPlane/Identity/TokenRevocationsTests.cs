using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
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
