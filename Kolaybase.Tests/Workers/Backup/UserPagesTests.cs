using Kolaybase.ControlPlane.Identity;
using Kolaybase.Workers.Backup;

namespace Kolaybase.Tests.Workers.Backup;

/// <summary>Nobody is passed over while users come and go between two pages.</summary>
public sealed class UserPagesTests
{
    private readonly List<RealmUser> _users = [.. Enumerable.Range(0, 250).Select(User)];
    private int _calls;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_is_listed_once()
    {
        Assert.Equal(_users.Select(u => u.Id), await AllAsync(_ => { }, Cancel));
        // Three pages, and the same three to see that nothing has changed.
        Assert.Equal(6, _calls);
    }

    [Fact]
    public async Task Nobody_at_all_takes_one_call()
    {
        _users.Clear();

        Assert.Empty(await AllAsync(_ => { }, Cancel));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task Whoever_a_deletion_moves_to_the_page_before_is_found()
    {
        var moved = _users[100].Id;

        var listed = await AllAsync(call =>
        {
            if (call == 2)
            {
                _users.RemoveAt(0);
            }
        }, Cancel);

        Assert.Contains(moved, listed);
        Assert.Equal(250, listed.Count);
    }

    [Fact]
    public async Task One_deletion_in_each_of_the_first_passes_hides_nobody()
    {
        var remaining = _users.Skip(2).Select(u => u.Id).ToList();

        var listed = await AllAsync(call =>
        {
            if (call is 2 or 5)
            {
                _users.RemoveAt(0);
            }
        }, Cancel);

        Assert.Empty(remaining.Except(listed));
    }

    [Fact]
    public async Task A_page_that_is_short_by_those_who_are_no_users_is_not_the_last()
    {
        var listed = new List<Guid>();
        await foreach (var user in UserPages.AllAsync((offset, limit) => Task.FromResult(new RealmUserPage([.. _users.Skip(offset).Take(limit).Skip(1)], _users.Count)), Cancel))
        {
            listed.Add(user.Id);
        }

        Assert.Equal(247, listed.Count);
    }

    [Fact]
    public async Task It_is_given_up_where_somebody_new_comes_in_every_pass()
    {
        var refusal = await Assert.ThrowsAsync<BackupException>(() => AllAsync(_ => _users.Add(User(_users.Count)), Cancel));

        Assert.Contains("at a quieter time", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(() => AllAsync(_ => source.Cancel(), source.Token));
        Assert.Equal(1, _calls);
    }

    private async Task<List<Guid>> AllAsync(Action<int> before, CancellationToken cancellationToken)
    {
        var listed = new List<Guid>();
        await foreach (var user in UserPages.AllAsync(PageAsync, cancellationToken))
        {
            listed.Add(user.Id);
        }

        return listed;

        Task<RealmUserPage> PageAsync(int offset, int limit)
        {
            before(++_calls);
            return Task.FromResult(new RealmUserPage([.. _users.Skip(offset).Take(limit)], _users.Count));
        }
    }

    private static RealmUser User(int number) => new(Guid.CreateVersion7(), $"{number}@example.com", true, null, null, TimeProvider.System.GetUtcNow(), false);
}
