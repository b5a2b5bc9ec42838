using System.Net;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Keycloak;

namespace Kolaybase.Tests.ControlPlane.Identity;

public sealed class SignInGuardTests : IAsyncLifetime
{
    private static readonly IPAddress s_home = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_stranger = IPAddress.Parse("198.51.100.7");
    private TestIdentity _identity = null!;

    public async ValueTask InitializeAsync() => _identity = await TestIdentity.CreateAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task Five_tries_are_free_then_locks_double_up_to_a_quarter_of_an_hour()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await EnterAsync(s_stranger));
        }

        var expected = 1.0;
        for (var i = 0; i < 14; i++)
        {
            Assert.Equal(TimeSpan.FromSeconds(expected), await EnterAsync(s_stranger));
            _identity.Clock.Advance(TimeSpan.FromSeconds(expected));
            Assert.Null(await EnterAsync(s_stranger));
            expected = Math.Min(900, expected * 2);
        }
    }

    [Fact]
    public async Task Tries_during_a_lock_do_not_prolong_it()
    {
        for (var i = 0; i < 5; i++)
        {
            await EnterAsync(s_stranger);
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(TimeSpan.FromSeconds(1), await EnterAsync(s_stranger));
        }
    }

    [Fact]
    public async Task Of_twenty_parallel_tries_five_go_on()
    {
        var waits = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => EnterAsync(s_stranger)));
        Assert.Equal(5, waits.Count(w => w is null));
    }

    [Fact]
    public async Task The_right_password_clears_the_count()
    {
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                Assert.Null(await EnterAsync(s_home));
            }

            await SucceedAsync(s_home);
        }
    }

    [Fact]
    public async Task A_guesser_locks_himself_out_and_not_the_owner()
    {
        await EnterAsync(s_home);
        await SucceedAsync(s_home);
        for (var i = 0; i < 200; i++)
        {
            // From everywhere, as a botnet would.
            await EnterAsync(IPAddress.Parse($"198.51.100.{i}"));
        }

        Assert.NotNull(await EnterAsync(s_stranger));
        Assert.Null(await EnterAsync(s_home));
    }

    [Fact]
    public async Task Guesses_from_everywhere_are_slowed_to_one_a_minute_but_never_stopped()
    {
        for (var i = 0; i < 250; i++)
        {
            await EnterAsync(IPAddress.Parse($"198.51.100.{i}"));
            _identity.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var wait = await EnterAsync(s_stranger);
        Assert.NotNull(wait);
        Assert.True(wait <= TimeSpan.FromMinutes(1));
        _identity.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await EnterAsync(IPAddress.Parse("203.0.113.1")));
    }

    [Fact]
    public async Task One_customers_ipv6_network_is_one_client()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await EnterAsync(IPAddress.Parse($"2001:db8:1:2::{i}")));
        }

        Assert.NotNull(await EnterAsync(IPAddress.Parse("2001:db8:1:2:ffff::1")));
        Assert.Null(await EnterAsync(IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Fact]
    public async Task Another_address_is_another_count()
    {
        for (var i = 0; i < 6; i++)
        {
            await EnterAsync(s_stranger);
        }

        Assert.Null(await EnterAsync(s_stranger, "bob@example.com"));
    }

    [Fact]
    public async Task A_day_without_a_try_is_forgotten()
    {
        for (var i = 0; i < 5; i++)
        {
            await EnterAsync(s_stranger);
        }

        _identity.Clock.Advance(AttemptLimiter.Memory + TimeSpan.FromSeconds(1));
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await EnterAsync(s_stranger));
        }
    }

    [Fact]
    public async Task A_stranger_at_the_owners_own_client_locks_himself_out_and_not_the_owners_program()
    {
        await EnterAsync(s_home, program: "phone");
        await SucceedAsync(s_home, "phone");
        for (var i = 0; i < 100; i++)
        {
            await EnterAsync(s_home, program: $"stranger {i % 7}");
        }

        Assert.NotNull(await EnterAsync(s_home, program: "laptop"));
        Assert.Null(await EnterAsync(s_home, program: "phone"));
        // And the owner's right password does not free him.
        await SucceedAsync(s_home, "phone");
        Assert.NotNull(await EnterAsync(s_home, program: "stranger 1"));
    }

    [Fact]
    public async Task An_owner_who_mistypes_waits_a_minute_at_most()
    {
        await EnterAsync(s_home);
        await SucceedAsync(s_home);
        for (var i = 0; i < 200; i++)
        {
            var wait = await EnterAsync(s_home);
            Assert.True(wait is null || wait <= TimeSpan.FromMinutes(1));
            _identity.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        _identity.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await EnterAsync(s_home));
    }

    [Fact]
    public async Task A_mailed_code_makes_a_new_place_known_and_no_strangers_stand_in_its_way()
    {
        for (var i = 0; i < 200; i++)
        {
            await EnterAsync(IPAddress.Parse($"198.51.100.{i}"));
        }

        Assert.NotNull(await EnterAsync(s_home));
        await _identity.WithAsync(async (SignInGuard guard) =>
        {
            await guard.KnowAsync(TestIdentity.Realm, TestIdentity.Address("ada@example.com"), new SignInSource(s_home, null), TestIdentity.Cancel);
            return true;
        });
        Assert.Null(await EnterAsync(s_home));
        Assert.NotNull(await EnterAsync(s_stranger));
        Assert.Null(await EnterAsync(s_stranger, "bob@example.com"));
    }

    [Fact]
    public async Task A_right_password_of_a_known_place_gives_strangers_no_guess_back()
    {
        await EnterAsync(s_home);
        await SucceedAsync(s_home);
        for (var round = 0; round < 60; round++)
        {
            await EnterAsync(IPAddress.Parse($"198.51.100.{round}"));
            await EnterAsync(s_home);
            await SucceedAsync(s_home);
        }

        Assert.NotNull(await EnterAsync(s_stranger));
    }

    /// <summary>What Keycloak's own lock is measured by: everything that gets past the guard in a day of guessing without a pause.</summary>
    [Fact]
    public async Task What_passes_the_guard_never_comes_near_Keycloaks_own_lock()
    {
        await EnterAsync(s_home);
        await SucceedAsync(s_home);
        var passed = 0;
        // Two hours stand for the day: the pace of the second one is that of all that follow.
        for (var minute = 0; minute < 120; minute++)
        {
            for (var i = 0; i < 3; i++)
            {
                passed += await EnterAsync(IPAddress.Parse($"198.51.{minute}.{i}")) is null ? 1 : 0;
                passed += await EnterAsync(s_home) is null ? 1 : 0;
                _identity.Clock.Advance(TimeSpan.FromSeconds(20));
            }
        }

        var daily = passed * 12L;
        Assert.InRange(daily, 1000, 5000);
        // Half a century and more would have to pass in which the owner never signs in.
        Assert.True(RealmSettings.LockAfter / daily > 50 * 365);
    }

    private Task<TimeSpan?> EnterAsync(IPAddress client, string email = "ada@example.com", string? program = null) => _identity.WithAsync((SignInGuard guard) =>
        guard.EnterAsync(TestIdentity.Realm, TestIdentity.Address(email), new SignInSource(client, program), TestIdentity.Cancel));

    private Task<bool> SucceedAsync(IPAddress client, string? program = null) => _identity.WithAsync(async (SignInGuard guard) =>
    {
        await guard.SucceededAsync(TestIdentity.Realm, TestIdentity.Address("ada@example.com"), new SignInSource(client, program), TestIdentity.Cancel);
        return true;
    });
}
