using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Provisioning;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Workers.Provisioning;

/// <summary>
/// A worker process is killed after every step, and the next worker finishes the job: after one step on the oldest supported server, after the next on the newest, since
/// a process takes seconds to start.
/// </summary>
public sealed class WorkerKilledTests(KillFixture15 oldest, KillFixture18 newest) : IClassFixture<KillFixture15>, IClassFixture<KillFixture18>
{
    public static TheoryData<string, int> Provisioning { get; } = Alternating(ProvisioningSteps.All, first: 15, second: 18);

    public static TheoryData<string, int> HalfMade { get; } = Alternating(ProvisioningSteps.All, first: 18, second: 15);

    public static TheoryData<string, int> Deletion { get; } = Alternating(DeletionSteps.All, first: 15, second: 18);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Provisioning))]
    public async Task A_worker_killed_while_it_made_a_project_leaves_nothing_that_the_next_one_can_not_finish(string step, int major)
    {
        var plane = Plane(major);
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancelled);
        await plane.EnqueueAsync(new ProvisionProject(project.Id), project.Id, ProjectStatus.Provisioning, Cancelled);

        await plane.RunUntilKilledAsync(ProvisioningSteps.Failpoint(step), Cancelled);
        await plane.RunUntilDoneAsync(Cancelled);

        var connections = plane.Services.GetRequiredService<ProjectConnections>();
        var database = ProjectRef.From(project).Database;
        await using var registry = plane.OpenRegistry();
        await ProjectParts.AssertCompleteAsync(
            registry, plane.Server.SuperuserConnectionString, project, connections.Owner(database).ConnectionString, connections.Authenticator(database).ConnectionString, Cancelled);
    }

    [Theory, MemberData(nameof(HalfMade))]
    public async Task A_project_deleted_while_it_was_half_made_is_removed_whole(string step, int major)
    {
        var plane = Plane(major);
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancelled);
        await plane.EnqueueAsync(new ProvisionProject(project.Id), project.Id, ProjectStatus.Provisioning, Cancelled);

        await plane.RunUntilKilledAsync(ProvisioningSteps.Failpoint(step), Cancelled);
        await plane.EnqueueAsync(new DeleteProject(project.Id), project.Id, ProjectStatus.Deleting, Cancelled);
        await plane.RunUntilDoneAsync(Cancelled);

        await using var registry = plane.OpenRegistry();
        await ProjectParts.AssertGoneAsync(registry, plane.Server.SuperuserConnectionString, project, Cancelled);
    }

    [Theory, MemberData(nameof(Deletion))]
    public async Task A_worker_killed_while_it_removed_a_project_leaves_nothing_that_the_next_one_does_not_remove(string step, int major)
    {
        var plane = Plane(major);
        var made = await plane.Projects.CreateAsync(Cancelled);
        await using var registry = plane.OpenRegistry();
        var project = registry.Projects.Single(p => p.Id == made.Id);
        registry.ChangeTracker.Clear();
        await AddUserAsync(registry, Realms.OfProject(made.Id));
        await plane.EnqueueAsync(new DeleteProject(project.Id), project.Id, ProjectStatus.Deleting, Cancelled);

        await plane.RunUntilKilledAsync(DeletionSteps.Failpoint(step), Cancelled);
        await plane.RunUntilDoneAsync(Cancelled);

        await ProjectParts.AssertGoneAsync(registry, plane.Server.SuperuserConnectionString, project, Cancelled);
    }

    private static TheoryData<string, int> Alternating(IEnumerable<string> steps, int first, int second) =>
        new(steps.Select((step, index) => new TheoryDataRow<string, int>(step, index % 2 == 0 ? first : second)));

    private KillFixture Plane(int major) => major == oldest.Server.Major ? oldest : newest;

    private static async Task AddUserAsync(RegistryContext registry, string realm)
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.CreateVersion7();
        registry.Add(new IdentityUser { Id = id, Realm = realm, Email = "a@example.org", NormalizedEmail = "a@example.org", CreatedAt = now });
        registry.Add(new Session { Id = id, Realm = realm, UserId = id, CreatedAt = now, LastUsedAt = now, ExpiresAt = now.AddDays(1) });
        registry.Add(new RefreshToken { Hash = $"test.{id}", SessionId = id, CreatedAt = now });
        registry.Add(new OneTimeCode { Id = id, Realm = realm, Purpose = "magic-link", NormalizedEmail = "a@example.org", Email = "a@example.org", UserId = id, Hash = $"test.{id}", CreatedAt = now, ExpiresAt = now.AddDays(1) });
        await registry.SaveChangesAsync(Cancelled);
        registry.ChangeTracker.Clear();
    }
}
