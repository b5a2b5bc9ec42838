using Kolaybase.ControlPlane.Audit;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Logs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.ControlPlane.Logs;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Maintenance;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Kolaybase.Tests.Workers.Maintenance;

public class CleanupTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_nothing_can_use_any_more_goes_at_the_interval_and_the_rest_stays()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var plane = await ControlPlaneFixture.StartAsync(15);
        await using var registry = plane.OpenRegistry();
        var now = time.GetUtcNow();
        var team = new Team { Id = Guid.CreateVersion7(), Name = "T", CreatedAt = now };
        registry.Add(team);
        registry.AddRange(Invite(team, "old@example.org", now.AddDays(-31)), Invite(team, "new@example.org", now.AddDays(-29)), Invite(team, "open@example.org", now.AddDays(1)));
        registry.AddRange(Code("old", now.AddMinutes(-1)), Code("new", now.AddHours(1)));
        await registry.SaveChangesAsync(Cancelled);
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancelled);
        registry.AddRange(Revoked(project.Id, "old", now.AddDays(-31)), Revoked(project.Id, "new", now.AddDays(-29)));
        registry.AddRange(Audit(project.Id, "old", now.AddDays(-91)), Audit(project.Id, "new", now.AddDays(-89)));
        await registry.SaveChangesAsync(Cancelled);

        await Log(plane, project.Id, ("old", now.AddDays(-8)), ("new", now.AddDays(-6)));

        var role = $"kb_{Guid.CreateVersion7():N}";
        await plane.Server.ExecuteAsync($"create role {role} nologin; comment on role {role} is '{RetiredRoles.Mark}'", Cancelled);

        using var loop = Loop(plane, time);
        await loop.StartAsync(Cancelled);
        await Eventually.TrueAsync(
            async () =>
            {
                // The loop may not wait for the clock yet; it is moved until it does.
                time.Advance(CleanupLoop.Interval);
                // Retired roles go last.
                return await ProjectParts.AskAsync(plane.Server.SuperuserConnectionString, $"select count(*) from pg_roles where rolname = '{role}'", Cancelled) is 0L;
            },
            "the clean-up ran", Cancelled);
        await loop.StopAsync(Cancelled);

        Assert.Equal(["new@example.org", "open@example.org"], await registry.TeamInvites.Select(i => i.NormalizedEmail).Order().ToListAsync(Cancelled));
        Assert.DoesNotContain(await registry.OneTimeCodes.ToListAsync(Cancelled), c => c.Hash == "old");
        Assert.Equal(["new"], await registry.ProjectKeys.Where(k => k.RevokedAt != null).Select(k => k.Hash).ToListAsync(Cancelled));
        Assert.Equal(["new"], await registry.AuditEntries.Select(e => e.Action).ToListAsync(Cancelled));
        Assert.Equal(["new"], await registry.ProjectLogs.Select(e => e.RequestId).ToListAsync(Cancelled));
        Assert.Equal(2, await registry.ProjectKeys.CountAsync(k => k.RevokedAt == null, Cancelled));
    }

    [Fact]
    public async Task Logs_that_can_not_be_removed_keep_nothing_else()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var plane = await ControlPlaneFixture.StartAsync(15);
        await using var registry = plane.OpenRegistry();
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancelled);
        registry.Add(Revoked(project.Id, "old", time.GetUtcNow().AddDays(-31)));
        await registry.SaveChangesAsync(Cancelled);
        await registry.Database.ExecuteSqlRawAsync("alter table project_logs rename to away", Cancelled);
        var role = $"kb_{Guid.CreateVersion7():N}";
        await plane.Server.ExecuteAsync($"create role {role} nologin; comment on role {role} is '{RetiredRoles.Mark}'", Cancelled);

        using var loop = Loop(plane, time);
        await loop.StartAsync(Cancelled);
        await Eventually.TrueAsync(
            async () =>
            {
                time.Advance(CleanupLoop.Interval);
                return await ProjectParts.AskAsync(plane.Server.SuperuserConnectionString, $"select count(*) from pg_roles where rolname = '{role}'", Cancelled) is 0L;
            },
            "the role is dropped", Cancelled);
        await loop.StopAsync(Cancelled);
        Assert.False(await registry.ProjectKeys.AnyAsync(k => k.Hash == "old", Cancelled));
        await registry.Database.ExecuteSqlRawAsync("alter table away rename to project_logs", Cancelled);
    }

    [Fact]
    public async Task What_else_can_not_be_removed_keeps_no_logs()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var plane = await ControlPlaneFixture.StartAsync(15);
        await using var registry = plane.OpenRegistry();
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancelled);
        await Log(plane, project.Id, ("old", time.GetUtcNow().AddDays(-8)));
        await registry.Database.ExecuteSqlRawAsync("alter table failed_mails rename to away", Cancelled);

        using var loop = Loop(plane, time);
        await loop.StartAsync(Cancelled);
        await Eventually.TrueAsync(
            async () =>
            {
                time.Advance(CleanupLoop.Interval);
                return !await registry.ProjectLogs.AnyAsync(Cancelled);
            },
            "the old entry is gone", Cancelled);
        await loop.StopAsync(Cancelled);
        await registry.Database.ExecuteSqlRawAsync("alter table away rename to failed_mails", Cancelled);
    }

    [Fact]
    public async Task While_another_worker_cleans_up_this_one_does_not()
    {
        await using var plane = await ControlPlaneFixture.StartAsync(15);
        var control = plane.Services.GetRequiredService<NpgsqlDataSource>();
        const long key = 42;
        await using (var held = await AdvisoryLock.TakeAsync(control, key, Cancelled))
        {
            Assert.Null(await AdvisoryLock.TryTakeAsync(control, key, Cancelled));
        }

        await using var free = await AdvisoryLock.TryTakeAsync(control, key, Cancelled);
        Assert.NotNull(free);
    }

    private static CleanupLoop Loop(ControlPlaneFixture plane, TimeProvider time)
    {
        var services = new ServiceCollection()
            .AddScoped(_ => plane.OpenRegistry())
            .AddSingleton(time)
            .AddSingleton(new IdentityOptions())
            .AddScoped<IdentityCleanup>()
            .AddScoped<AuditEntries>()
            .AddSingleton(new LogOptions())
            .AddScoped<LogPruning>()
            .AddScoped<Cleanup>()
            .AddSingleton(plane.Services.GetRequiredService<RetiredRoles>())
            .BuildServiceProvider();
        return new CleanupLoop(services.GetRequiredService<IServiceScopeFactory>(), plane.Services.GetRequiredService<NpgsqlDataSource>(), time, NullLogger<CleanupLoop>.Instance);
    }

    private static Task Log(ControlPlaneFixture plane, Guid project, params (string Id, DateTimeOffset At)[] requests) =>
        TestLogs.WriteAsync(plane.Services.GetRequiredService<NpgsqlDataSource>(), requests.Select(r => TestLogs.Request(project, r.Id, r.At)));

    private static TeamInvite Invite(Team team, string email, DateTimeOffset expires) => new()
    {
        Id = Guid.CreateVersion7(),
        TeamId = team.Id,
        Email = email,
        NormalizedEmail = email,
        Role = TeamRole.Viewer,
        InvitedBy = Guid.CreateVersion7(),
        CreatedAt = expires.AddDays(-7),
        ExpiresAt = expires,
    };

    private static OneTimeCode Code(string hash, DateTimeOffset expires) => new()
    {
        Id = Guid.CreateVersion7(),
        Realm = Realms.Platform,
        Purpose = "reset-password",
        NormalizedEmail = $"{hash}@example.org",
        Email = $"{hash}@example.org",
        UserId = Guid.CreateVersion7(),
        Hash = hash,
        CreatedAt = expires.AddHours(-1),
        ExpiresAt = expires,
    };

    private static AuditEntry Audit(Guid project, string action, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        ProjectId = project,
        At = at,
        Action = action,
        Outcome = AuditOutcome.Done,
        RequestId = "r",
    };

    private static ProjectKey Revoked(Guid project, string hash, DateTimeOffset revoked) => new()
    {
        Id = Guid.CreateVersion7(),
        ProjectId = project,
        Kind = ProjectKeyKind.Anon,
        Hash = hash,
        Sealed = "",
        CreatedAt = revoked.AddDays(-1),
        RevokedAt = revoked,
    };
}
