using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.ControlPlane.Identity.Keycloak;

/// <summary>Keycloak down, slow or broken, before, while and after something is done.</summary>
public class OutageTests
{
    private static readonly EmailAddress s_ada = TestIdentity.Address("ada@example.com");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Every call that the making of a realm needs, by its beginning.</summary>
    public static TheoryData<string> Calls { get; } =
    [
        "POST /realms/master/", "POST /admin/realms", "PUT /admin/realms/{realm}", "PUT /admin/realms/{realm}/users/profile",
        "PUT /admin/realms/{realm}/clients/", "PUT /admin/realms/{realm}/identity-provider/",
    ];

    [Theory, MemberData(nameof(Calls))]
    public async Task A_realm_that_was_half_made_is_completed_by_the_next_run(string call)
    {
        await using var plane = await KeycloakPlane.StartAsync();
        var broken = call.Replace("{realm}", plane.Realm, StringComparison.Ordinal);
        plane.Gate.Before = (what, _) => Task.FromResult(what.StartsWith(broken, StringComparison.Ordinal) ? 500 : (int?)null);
        await Assert.ThrowsAsync<IdentityUnavailableException>(() => plane.EnsureAsync());

        plane.Gate.Before = null;
        await using var next = plane.Beside();
        await plane.EnsureAsync(next);
        await AssertWholeAsync(plane);
    }

    [Theory, MemberData(nameof(Calls))]
    public async Task A_call_whose_answer_was_lost_is_not_taken_for_undone(string call)
    {
        await using var plane = await KeycloakPlane.StartAsync();
        var broken = call.Replace("{realm}", plane.Realm, StringComparison.Ordinal);
        plane.Gate.LosesAnswer = what => what.StartsWith(broken, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IdentityUnavailableException>(() => plane.EnsureAsync());
        // Not repeated by itself.
        Assert.Equal(1, plane.Gate.Seen.Count(what => what.StartsWith(broken, StringComparison.Ordinal)));

        plane.Gate.LosesAnswer = _ => false;
        await plane.EnsureAsync();
        await AssertWholeAsync(plane);
    }

    /// <summary>As many as a job has.</summary>
    private const int JobAttempts = 6;

    [Fact]
    public async Task Several_that_make_one_realm_at_once_make_one_that_works()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        var processes = Enumerable.Range(0, 3).Select(_ => plane.Beside()).ToArray();
        // Of those, some may be refused while another is at it: a job's next attempt follows.
        await Task.WhenAll(processes.Select(async p =>
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await plane.EnsureAsync(p);
                    return;
                }
                catch (IdentityUnavailableException) when (attempt < JobAttempts)
                {
                    // Another was at it.
                }
            }
        }));
        await AssertWholeAsync(plane);
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task Every_member_says_that_the_server_is_away()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        await plane.EnsureAsync();
        var user = await plane.CreateUserAsync();
        plane.Gate.Before = (_, _) => Task.FromResult((int?)503);
        await AssertAwayAsync(plane, user);
        plane.Gate.Before = null;
        await plane.Gate.CloseAsync();
        await AssertAwayAsync(plane, user);
    }

    [Fact]
    public async Task A_refused_administrator_is_an_outage_that_names_the_setting()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        var settings = plane.Keycloak.Settings("main");
        settings["Kolaybase:IdentityServers:main:AdminPassword"] = "another";
        await using var stranger = plane.Identity.Beside(settings);
        var refusal = await Assert.ThrowsAsync<IdentityUnavailableException>(() => plane.EnsureAsync(stranger));
        Assert.Contains("Kolaybase:IdentityServers:main", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_leaves_is_not_told_of_an_outage()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        await plane.EnsureAsync();
        using var left = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        plane.Gate.Before = async (_, aborted) =>
        {
            await left.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, aborted);
            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => plane.WithStoreAsync(s => s.FindByEmailAsync(plane.Realm, s_ada, left.Token)));
    }

    [Fact]
    public async Task A_renewed_key_of_ours_is_made_known_when_the_next_token_is_wanted()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        await plane.EnsureAsync();
        var user = await plane.CreateUserAsync();
        Assert.NotNull(await plane.IssueAsync(user.Id));
        await plane.Identity.WithAsync((RegistryContext db) => db.SigningKeys.ExecuteUpdateAsync(k => k.SetProperty(x => x.RetiredAt, TimeProvider.System.GetUtcNow()), Cancel));
        await using var other = plane.Beside();
        Assert.NotNull(await other.WithAsync((IdentityStores s) => s.Of("main").IssueAccessTokenAsync(plane.Realm, user.Id, Guid.CreateVersion7(), Cancel)));
    }

    private static async Task AssertWholeAsync(KeycloakPlane plane)
    {
        var user = await plane.CreateUserAsync();
        Assert.Equal(user.Id, (await plane.WithStoreAsync(s => s.VerifyPasswordAsync(plane.Realm, s_ada, "correct horse", Cancel)))?.Id);
        Assert.NotNull(await plane.IssueAsync(user.Id));
        Assert.False((await plane.ReadAsync("/clients?clientId=admin-cli"))[0].GetProperty("enabled").GetBoolean());
        Assert.Single(await plane.WithStoreAsync(s => s.PublicKeysAsync(plane.Realm, Cancel)));
    }

    private static async Task AssertAwayAsync(KeycloakPlane plane, RealmUser user)
    {
        var (realm, id) = (plane.Realm, user.Id);
        Func<IIdentityStore, Task>[] members =
        [
            s => s.EnsureRealmAsync(realm, Cancel), s => s.DeleteRealmAsync(realm, Cancel), s => s.PublicKeysAsync(realm, Cancel),
            s => s.CreateUserAsync(realm, new NewRealmUser(TestIdentity.Address("bob@example.com"), "correct horse", null, null), Cancel),
            s => s.FindByIdAsync(realm, id, Cancel), s => s.FindByEmailAsync(realm, s_ada, Cancel), s => s.ListUsersAsync(realm, null, 0, 10, Cancel),
            s => s.VerifyPasswordAsync(realm, s_ada, "correct horse", Cancel), s => s.SetPasswordAsync(realm, id, "another horse", Cancel),
            s => s.MarkEmailVerifiedAsync(realm, id, Cancel), s => s.ChangeEmailAsync(realm, id, s_ada, Cancel), s => s.SetBlockedAsync(realm, id, true, Cancel),
            s => s.DeleteUserAsync(realm, id, Cancel), s => s.IssueAccessTokenAsync(realm, id, id, Cancel),
            s => s.FindByExternalIdentityAsync(realm, "google", "1", Cancel), s => s.LinkExternalIdentityAsync(realm, id, "google", "1", Cancel),
        ];
        foreach (var member in members)
        {
            await Assert.ThrowsAsync<IdentityUnavailableException>(() => plane.WithStoreAsync(async s =>
            {
                await member(s);
                return true;
            }));
        }
    }
}
