using System.Data.Common;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Kolaybase.Tests.ControlPlane.Identity;

/// <summary>Users beside a transaction that is not theirs: the store has a connection of its own, as an identity server has.</summary>
public sealed class NewUsersTests : IAsyncLifetime
{
    private TestIdentity _identity = null!;

    public async ValueTask InitializeAsync() => _identity = await TestIdentity.CreateAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task A_user_whose_rest_fails_is_undone()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => CreateAsync(new Faults(), _ => throw new TimeoutException()));
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task A_commit_that_did_not_happen_undoes_the_user()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => CreateAsync(new Faults { BeforeCommit = true }));
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_looked_up_and_counts()
    {
        Assert.NotNull(await CreateAsync(new Faults { AfterCommit = true }));
        Assert.NotNull(await FindAsync());
    }

    [Fact]
    public async Task A_user_of_whose_commit_nobody_can_tell_stays()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => CreateAsync(new Faults { AfterCommit = true, Afterwards = true }));
        Assert.NotNull(await FindAsync());
    }

    private Task<RealmUser?> FindAsync() =>
        _identity.WithAsync((IIdentityStore store) => store.FindByEmailAsync(TestIdentity.Realm, TestIdentity.Address("ada@example.com"), TestIdentity.Cancel));

    private async Task<object?> CreateAsync(Faults faults, Func<RealmUser, Task<object>>? rest = null)
    {
        await using var db = new RegistryContext(new DbContextOptionsBuilder<RegistryContext>().UseNpgsql(_identity.ConnectionString).UseSnakeCaseNamingConvention().AddInterceptors(faults, new CommandFaults(faults)).Options);
        return await _identity.WithAsync((IIdentityStore store) => new NewUsers(db).CreateAsync(
            store,
            TestIdentity.Realm,
            new NewRealmUser(TestIdentity.Address("ada@example.com"), "correct horse", "Ada", null),
            rest ?? (_ => Task.FromResult(new object())),
            TestIdentity.Cancel));
    }

    /// <summary>Faults of the connection around a commit.</summary>
    private sealed class Faults : DbTransactionInterceptor
    {
        public bool BeforeCommit { get; init; }

        public bool AfterCommit { get; init; }

        /// <summary>Whether the database can't be asked after the commit.</summary>
        public bool Afterwards { get; init; }

        public bool IsOver { get; private set; }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            BeforeCommit ? throw new TimeoutException() : new(result);

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            IsOver = Afterwards;
            return AfterCommit ? throw new TimeoutException() : Task.CompletedTask;
        }
    }

    private sealed class CommandFaults(Faults faults) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            faults.IsOver ? throw new TimeoutException() : new(result);
    }
}
