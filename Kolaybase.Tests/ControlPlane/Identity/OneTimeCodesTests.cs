using System.Net;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.ControlPlane.Identity;

public sealed partial class OneTimeCodesTests : IAsyncLifetime
{
    /// <summary>Codes of end users are six digits; <see cref="TestIdentity.Realm"/> is the platform's.</summary>
    private const string Project = "project:test";
    private const string Purpose = OneTimeCodePurposes.ResetPassword;
    private readonly Guid _user = Guid.CreateVersion7();
    private TestIdentity _identity = null!;

    public async ValueTask InitializeAsync() => _identity = await TestIdentity.CreateAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task A_code_has_six_digits_and_works_once()
    {
        var code = await IssueAsync();
        Assert.Matches("^[0-9]{6}$", code);
        Assert.Equal(_user, (await SpendAsync(code)).UserId);
        Assert.Null((await SpendAsync(code)).UserId);
    }

    [Fact]
    public async Task Of_ten_that_spend_a_code_at_once_one_does()
    {
        var code = await IssueAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SpendAsync(code)));
        Assert.Single(outcomes, o => o.UserId == _user);
    }

    [Fact]
    public async Task Of_parallel_guesses_that_name_the_address_five_are_looked_at()
    {
        var code = await IssueAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => SpendAsync(Wrong(code, i), "ada@example.com")));
        Assert.Null((await SpendAsync(code, "ada@example.com")).UserId);
        Assert.Null((await SpendAsync(code)).UserId);
    }

    [Fact]
    public async Task Four_wrong_guesses_leave_the_fifth()
    {
        var code = await IssueAsync();
        for (var i = 0; i < 4; i++)
        {
            Assert.Null((await SpendAsync(Wrong(code, i), "ada@example.com")).UserId);
        }

        Assert.Equal(_user, (await SpendAsync(code, "ADA@example.com")).UserId);
    }

    [Fact]
    public async Task Asking_again_replaces_the_former_code()
    {
        var former = await IssueAsync();
        var code = await IssueAsync();
        Assert.Null((await SpendAsync(former == code ? "000000x" : former)).UserId);
        Assert.Equal(_user, (await SpendAsync(code)).UserId);
    }

    [Fact]
    public async Task A_code_works_for_its_purpose_realm_and_address_only()
    {
        var code = await IssueAsync();
        Assert.Null((await _identity.WithAsync((OneTimeCodes c) => c.SpendAsync(new CodeGuess(Project, "magic-link", code, null, null), TestIdentity.Cancel))).UserId);
        Assert.Null((await _identity.WithAsync((OneTimeCodes c) => c.SpendAsync(new CodeGuess("project-x", Purpose, code, null, null), TestIdentity.Cancel))).UserId);
        Assert.Null((await SpendAsync(code, "eve@example.com")).UserId);
        Assert.Equal(_user, (await SpendAsync(code, "ada@example.com")).UserId);
    }

    [Fact]
    public async Task A_code_is_worth_nothing_after_its_time()
    {
        var code = await IssueAsync();
        _identity.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await SpendAsync(code)).UserId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345a")]
    [InlineData("１２３４５６")]
    [InlineData("123456789012345678901234567890")]
    public async Task What_is_no_code_is_refused(string text) => Assert.Equal(CodeOutcome.Refused, await SpendAsync(text));

    [Fact]
    public async Task Only_a_hash_is_stored()
    {
        var code = await IssueAsync();
        var row = await _identity.WithAsync((RegistryContext db) => db.OneTimeCodes.SingleAsync(TestIdentity.Cancel));
        Assert.DoesNotContain(code, row.Hash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_live_codes_make_the_next_one_longer()
    {
        var codes = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            codes.Add(await IssueAsync($"user{i}@example.com"));
        }

        Assert.All(codes.Take(9), c => Assert.Equal(6, c.Length));
        Assert.Equal(7, codes[9].Length);

        _identity.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(6, (await IssueAsync("late@example.com")).Length);
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(9, 6)]
    [InlineData(10, 7)]
    [InlineData(99, 7)]
    [InlineData(100, 8)]
    [InlineData(1_000_000, 12)]
    public void A_blind_guess_hits_with_less_than_one_in_a_hundred_thousand(int live, int digits)
    {
        Assert.Equal(digits, OneTimeCodes.Digits(Project, Purpose, live));
        Assert.True(live / Math.Pow(10, digits) < 1e-5);
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(9, 9)]
    [InlineData(10, 10)]
    [InlineData(10_000, 13)]
    public void All_blind_guesses_of_a_weeks_invitation_together_hit_with_less_than_one_in_a_hundred(int live, int digits)
    {
        Assert.Equal(digits, OneTimeCodes.Digits(Project, OneTimeCodePurposes.Invite, live));
        // 50 are free, then one in two seconds.
        var guesses = 50 + (TimeSpan.FromDays(7) / TimeSpan.FromSeconds(2));
        Assert.True(guesses * live / Math.Pow(10, digits) < 0.01);
    }

    [Fact]
    public async Task Codes_made_at_once_are_counted_and_differ()
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => IssueAsync($"user{i}@example.com")));
        Assert.Equal(12, codes.Distinct().Count());
        Assert.Equal(9, codes.Count(c => c.Length == 6));
    }

    [Fact]
    public async Task Blind_guesses_are_slowed_down_but_never_stopped()
    {
        var code = await IssueAsync();
        for (var i = 0; i < 50; i++)
        {
            Assert.Null((await SpendAsync(Wrong(code, i), client: $"192.0.2.{i}")).Wait);
        }

        var slowed = await SpendAsync(Wrong(code, 50), client: "192.0.2.50");
        Assert.NotNull(slowed.Wait);
        Assert.True(slowed.Wait <= TimeSpan.FromSeconds(2));
        _identity.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(_user, (await SpendAsync(code, client: "192.0.2.51")).UserId);
    }

    [Fact]
    public async Task A_client_that_guesses_blindly_is_locked_for_longer_and_longer_and_keeps_nobody_from_his_code()
    {
        var mine = await IssueAsync(realm: Realms.Platform);
        var longest = TimeSpan.Zero;
        var looked = 0;
        for (var i = 0; i < 40; i++)
        {
            var outcome = await SpendAsync("0123456789", realm: Realms.Platform, client: "198.51.100.7");
            Assert.Null(outcome.UserId);
            looked += outcome.Wait is null ? 1 : 0;
            longest = outcome.Wait > longest ? outcome.Wait.Value : longest;
            _identity.Clock.Advance(outcome.Wait ?? TimeSpan.Zero);
        }

        Assert.InRange(looked, 20, 30);
        Assert.Equal(TimeSpan.FromMinutes(15), longest);

        var other = await IssueAsync("grace@example.com", Realms.Platform);
        for (var i = 0; i < 60; i++)
        {
            await SpendAsync("0123456789", realm: Realms.Platform, client: $"203.0.113.{i}");
        }

        // All strangers are slowed down now, but not who names his address.
        Assert.NotNull((await SpendAsync("0123456789", realm: Realms.Platform, client: "203.0.113.99")).Wait);
        Assert.Equal(_user, (await SpendAsync(other, "grace@example.com", Realms.Platform, "198.51.100.7")).UserId);
        Assert.Equal(10, mine.Length);
    }

    [Fact]
    public async Task Codes_of_his_own_in_between_give_a_blind_guesser_no_more_guesses()
    {
        await IssueAsync();
        var end = _identity.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        var looked = 0;
        for (var round = 0; round < 40 && _identity.Clock.GetUtcNow() < end; round++)
        {
            var own = await IssueAsync("eve@example.com");
            for (var i = 0; i < 9; i++)
            {
                // Nobody's: codes here have six digits.
                looked += await GuessAsync($"9{i:D8}") is null ? 1 : 0;
            }

            await GuessAsync(own);
        }

        // Ten are free, then each one locks for twice as long.
        Assert.InRange(looked, 10, 30);

        async Task<TimeSpan?> GuessAsync(string code)
        {
            var outcome = await SpendAsync(code, client: "198.51.100.7");
            _identity.Clock.Advance(outcome.Wait ?? TimeSpan.Zero);
            return outcome.Wait;
        }
    }

    [Fact]
    public async Task Right_codes_alone_never_lock_a_client_for_long()
    {
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(_user, (await SpendAsync(await IssueAsync())).UserId);
        }
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(99, 10)]
    [InlineData(100, 11)]
    [InlineData(1_000_000, 15)]
    public void On_the_platform_a_blind_guess_hits_with_less_than_one_in_a_hundred_million(int live, int digits)
    {
        Assert.Equal(digits, OneTimeCodes.Digits(Realms.Platform, Purpose, live));
        Assert.True(live / Math.Pow(10, digits) < 1e-8);
        Assert.True(digits <= OneTimeCodes.MaxLength);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(6, 6)]
    [InlineData(1, 6)]
    public async Task A_project_may_ask_for_longer_codes_never_for_shorter_ones(int asked, int digits)
    {
        var code = await _identity.InTransactionAsync((OneTimeCodes c) =>
            c.IssueAsync(Project, Purpose, TestIdentity.Address("ada@example.com"), _user, TimeSpan.FromHours(1), asked, payload: null, TestIdentity.Cancel));
        Assert.Equal(digits, code.Length);
        var outcome = await SpendAsync(code);
        Assert.Equal((_user, "ada@example.com"), (outcome.UserId, outcome.Email));
    }

    [Fact]
    public async Task A_code_brings_back_the_secret_that_it_was_made_with_and_keeps_it_sealed()
    {
        var code = await _identity.InTransactionAsync((OneTimeCodes c) =>
            c.IssueAsync(Project, Purpose, TestIdentity.Address("ada@example.com"), _user, TimeSpan.FromHours(1), 6, "correct horse", TestIdentity.Cancel));
        var row = await _identity.WithAsync((RegistryContext db) => db.OneTimeCodes.SingleAsync(TestIdentity.Cancel));
        Assert.DoesNotContain("horse", row.Payload, StringComparison.Ordinal);
        var outcome = await SpendAsync(code);
        Assert.Equal("correct horse", outcome.Payload);
        Assert.DoesNotContain("horse", outcome.ToString(), StringComparison.Ordinal);
        Assert.Null((await SpendAsync(await IssueAsync())).Payload);
    }

    [Fact]
    public async Task A_code_that_has_to_be_a_certain_users_is_nobody_elses()
    {
        var code = await IssueAsync();
        Task<CodeOutcome> SpendOf(Guid user) => _identity.WithAsync((OneTimeCodes c) =>
            c.SpendAsync(Guess(code) with { UserId = user }, TestIdentity.Cancel));
        Assert.Null((await SpendOf(Guid.CreateVersion7())).UserId);
        Assert.Equal(_user, (await SpendOf(_user)).UserId);
    }

    [Fact]
    public async Task Forgetting_spends_a_users_codes_of_one_purpose_or_of_all()
    {
        var code = await IssueAsync();
        await ForgetAsync(_user, OneTimeCodePurposes.MagicLink);
        await ForgetAsync(Guid.CreateVersion7(), null);
        Assert.Equal(_user, (await SpendAsync(code)).UserId);
        var next = await IssueAsync();
        await ForgetAsync(_user, null);
        Assert.Null((await SpendAsync(next)).UserId);
    }

    private Task<bool> ForgetAsync(Guid user, string? purpose) => _identity.WithAsync(async (OneTimeCodes c) =>
    {
        await c.ForgetAsync(Project, user, purpose, TestIdentity.Cancel);
        return true;
    });

    [Fact]
    public async Task Without_a_transaction_no_code_is_made() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => _identity.WithAsync((OneTimeCodes c) =>
            c.IssueAsync(TestIdentity.Realm, Purpose, TestIdentity.Address("ada@example.com"), _user, TimeSpan.FromHours(1), TestIdentity.Cancel)));

    private Task<string> IssueAsync(string email = "ada@example.com", string realm = Project) => _identity.InTransactionAsync((OneTimeCodes c) =>
        c.IssueAsync(realm, Purpose, TestIdentity.Address(email), _user, TimeSpan.FromHours(1), TestIdentity.Cancel));

    private Task<CodeOutcome> SpendAsync(string code, string? email = null, string realm = Project, string client = "192.0.2.1") => _identity.WithAsync((OneTimeCodes c) =>
        c.SpendAsync(Guess(code, email, realm, client), TestIdentity.Cancel));

    private static CodeGuess Guess(string code, string? email = null, string realm = Project, string client = "192.0.2.1") =>
        new(realm, Purpose, code, email is null ? null : TestIdentity.Address(email), IPAddress.Parse(client));

    /// <summary>Another code of the same length.</summary>
    private static string Wrong(string code, int i) =>
        ((int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) + 1 + i) % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
}
