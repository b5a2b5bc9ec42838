using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.ControlPlane.Identity;

/// <summary>What spending writes, locks and leaves behind.</summary>
public sealed partial class OneTimeCodesTests
{
    [Fact]
    public async Task A_guess_at_an_address_writes_the_same_whether_or_not_it_has_a_code()
    {
        await WatchWritesAsync();
        var code = await IssueAsync();
        await WritesAsync();
        for (var i = 0; i < MostGuesses; i++)
        {
            Assert.Null((await SpendAsync(Wrong(code, i), "ada@example.com")).UserId);
            var known = await WritesAsync();
            Assert.Null((await SpendAsync(Wrong(code, i), "grace@example.com")).UserId);
            var unknown = await WritesAsync();
            Assert.Equal(known, unknown);
            // Beyond five nothing is counted, for neither.
            Assert.Equal(i < OneTimeCodes.MaxAttempts ? 1 : 0, known.Count);
        }
    }

    [Fact]
    public async Task A_new_code_has_five_tries_whatever_was_guessed_before_it_was_mailed()
    {
        for (var i = 0; i < MostGuesses; i++)
        {
            await SpendAsync("000000", "ada@example.com");
        }

        var code = await IssueAsync();
        for (var i = 0; i < 4; i++)
        {
            Assert.Null((await SpendAsync(Wrong(code, i), "ada@example.com")).UserId);
        }

        Assert.Equal(_user, (await SpendAsync(code, "ada@example.com")).UserId);
    }

    [Fact]
    public async Task A_right_code_whose_use_fails_is_no_try()
    {
        var code = await IssueAsync();
        for (var i = 0; i < 2 * MostGuesses; i++)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => UseAsync(Guess(code, "ada@example.com"), () => throw new TimeoutException()));
        }

        Assert.Equal(_user, (await SpendAsync(code, "ada@example.com")).UserId);
    }

    [Fact]
    public async Task The_tries_at_a_code_are_remembered_as_long_as_it_lives()
    {
        var code = await _identity.InTransactionAsync((OneTimeCodes c) =>
            c.IssueAsync(Project, Purpose, TestIdentity.Address("ada@example.com"), _user, TimeSpan.FromDays(30), TestIdentity.Cancel));
        for (var i = 0; i < 5; i++)
        {
            _identity.Clock.Advance(TimeSpan.FromDays(5.9));
            Assert.Null((await SpendAsync(Wrong(code, i), "ada@example.com")).UserId);
            await _identity.WithAsync((IdentityCleanup c) => c.RunAsync(TestIdentity.Cancel));
        }

        Assert.Null((await SpendAsync(code, "ada@example.com")).UserId);
        Assert.Null((await SpendAsync(code)).UserId);
    }

    [Fact]
    public async Task What_a_code_is_for_is_done_once_however_many_guess_it_at_once()
    {
        var code = await IssueAsync();
        var done = 0;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => UseAsync(Guess(code, client: $"192.0.2.{i}"), () =>
        {
            Interlocked.Increment(ref done);
            return Task.CompletedTask;
        })));
        Assert.Single(outcomes, o => o.UserId == _user);
        Assert.Equal(1, done);
    }

    [Fact]
    public async Task Who_takes_his_time_after_a_blind_guess_holds_nobody_else_up()
    {
        var grace = Guid.CreateVersion7();
        var (code, others) = (await IssueAsync(), await IssueToAsync(grace));
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = UseAsync(Guess(code), () =>
        {
            begun.SetResult();
            return end.Task;
        });
        await begun.Task.WaitAsync(s_patience, TestIdentity.Cancel);

        // Others of the same client guess, right and wrong, are mailed codes, and what is over is cleaned away.
        Assert.Null((await SpendAsync("0000000").WaitAsync(s_patience, TestIdentity.Cancel)).UserId);
        Assert.Equal(grace, (await SpendAsync(others).WaitAsync(s_patience, TestIdentity.Cancel)).UserId);
        _identity.Clock.Advance(TimeSpan.FromHours(2));
        await IssueToAsync(grace).WaitAsync(s_patience, TestIdentity.Cancel);
        Assert.False(slow.IsCompleted);

        end.SetResult();
        Assert.Equal(_user, (await slow).UserId);
        Assert.Null((await SpendAsync(code)).UserId);

        Task<string> IssueToAsync(Guid user) => _identity.InTransactionAsync((OneTimeCodes c) =>
            c.IssueAsync(Project, Purpose, TestIdentity.Address("grace@example.com"), user, TimeSpan.FromHours(1), TestIdentity.Cancel));
    }

    [Fact]
    public async Task Where_what_a_code_is_for_fails_nothing_has_happened_and_the_code_is_good()
    {
        var code = await IssueAsync();
        var fault = await Assert.ThrowsAsync<TimeoutException>(() => _identity.WithAsync(async (IServiceProvider services) =>
        {
            var db = services.GetRequiredService<RegistryContext>();
            return await services.GetRequiredService<OneTimeCodes>().SpendAsync<bool>(
                Guess(code),
                async _ =>
                {
                    await db.AttemptCounters.ExecuteDeleteAsync(TestIdentity.Cancel);
                    throw new TimeoutException("away");
                },
                TestIdentity.Cancel);
        }));
        Assert.Equal("away", fault.Message);
        await using (var db = await OpenAsync())
        {
            Assert.NotEqual(0, await db.AttemptCounters.CountAsync(TestIdentity.Cancel));
        }

        Assert.Equal(_user, (await SpendAsync(code, "ada@example.com")).UserId);
        Assert.Null((await SpendAsync(code)).UserId);
    }

    [Fact]
    public async Task A_process_that_dies_while_it_spends_a_code_leaves_it_worth_nothing_and_the_next_one_works()
    {
        var code = await IssueAsync();
        await using (var db = await OpenAsync())
        {
            // As after the first of the two steps.
            Assert.Equal(1, await db.OneTimeCodes.ExecuteUpdateAsync(s => s.SetProperty(c => c.FailedAttempts, 1000), TestIdentity.Cancel));
        }

        Assert.Null((await SpendAsync(code)).UserId);
        Assert.Null((await SpendAsync(code, "ada@example.com")).UserId);
        Assert.Equal(_user, (await SpendAsync(await IssueAsync(), "ada@example.com")).UserId);
    }

    [Fact]
    public async Task A_code_that_another_one_of_its_user_forgets_while_it_waits_does_nothing()
    {
        var first = await IssueAsync();
        var second = await _identity.InTransactionAsync((OneTimeCodes c) => c.IssueAsync(
            Project, OneTimeCodePurposes.ChangeEmail, TestIdentity.Address("away@example.com"), _user, TimeSpan.FromHours(1), TestIdentity.Cancel));
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var takesOver = _identity.WithAsync((OneTimeCodes c) => c.SpendAsync(
            Guess(first),
            async spent =>
            {
                begun.SetResult();
                await end.Task;
                await c.ForgetAsync(Project, spent.UserId, purpose: null, TestIdentity.Cancel);
                return true;
            },
            TestIdentity.Cancel));
        await begun.Task.WaitAsync(s_patience, TestIdentity.Cancel);

        var used = false;
        var waits = UseAsync(Guess(second) with { Purpose = OneTimeCodePurposes.ChangeEmail }, () =>
        {
            used = true;
            return Task.CompletedTask;
        });
        // It is claimed, so that only its user's lock keeps it.
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = await OpenAsync();
                return await db.OneTimeCodes.AnyAsync(c => c.Purpose == OneTimeCodePurposes.ChangeEmail && c.FailedAttempts == 1000, TestIdentity.Cancel);
            },
            "the second code is claimed",
            TestIdentity.Cancel);
        end.SetResult();
        Assert.Equal(_user, (await takesOver).Outcome.UserId);
        Assert.Null((await waits).UserId);
        Assert.False(used);
    }

    [Fact]
    public async Task Inside_a_transaction_no_code_is_spent() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => _identity.InTransactionAsync((OneTimeCodes c) => c.SpendAsync(Guess("123456"), TestIdentity.Cancel)));

    private const int MostGuesses = 7;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private async Task<CodeOutcome> UseAsync(CodeGuess guess, Func<Task> use) => (await _identity.WithAsync((OneTimeCodes c) => c.SpendAsync(
        guess,
        async _ =>
        {
            await use();
            return true;
        },
        TestIdentity.Cancel))).Outcome;

    private Task<RegistryContext> OpenAsync() => Task.FromResult(new RegistryContext(
        new DbContextOptionsBuilder<RegistryContext>().UseNpgsql(_identity.ConnectionString).UseSnakeCaseNamingConvention().Options));

    /// <summary>Has every row that is written from now on noted by the database itself.</summary>
    private async Task WatchWritesAsync()
    {
        await using var db = await OpenAsync();
        await db.Database.ExecuteSqlRawAsync(
            """
            create table writes (nr bigint generated always as identity, what text);
            create function note_write() returns trigger language plpgsql as $$
              begin insert into writes (what) values (tg_op || ' ' || tg_table_name); return null; end $$;
            create trigger note after insert or update or delete on one_time_codes for each row execute function note_write();
            create trigger note after insert or update or delete on attempt_counters for each row execute function note_write();
            """,
            TestIdentity.Cancel);
    }

    /// <summary>What was written since the last look.</summary>
    private async Task<List<string>> WritesAsync()
    {
        await using var db = await OpenAsync();
        return await db.Database.SqlQueryRaw<string>("""with seen as (delete from writes returning nr, what) select what as "Value" from seen order by nr""").ToListAsync(TestIdentity.Cancel);
    }
}
