using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Workers.Provisioning;

/// <summary>Faults are injected on the server, below all of our code.</summary>
public class ProvisioningFailureTests(KillFixture18 plane) : IClassFixture<KillFixture18>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_of_that_name_that_is_not_ours_is_left_alone_and_the_project_fails_until_it_is_gone()
    {
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancelled);
        await plane.Server.ExecuteAsync($"create role {project.OwnerRole} nologin", Cancelled);
        try
        {
            await plane.EnqueueAsync(new ProvisionProject(project.Id), project.Id, ProjectStatus.Provisioning, Cancelled);
            await plane.RunUntilDoneAsync(Cancelled);

            var failed = await ReadAsync(project.Id);
            Assert.Equal(ProjectStatus.Failed, failed!.Status);
            Assert.Contains("already has a role", failed.StatusMessage, StringComparison.Ordinal);
            Assert.Contains("Retry", failed.StatusMessage, StringComparison.Ordinal);
            AssertTellsNothing(failed);
            Assert.Equal(false, await ProjectParts.AskAsync(plane.Server.SuperuserConnectionString, $"select rolcanlogin from pg_roles where rolname = '{project.OwnerRole}'", Cancelled));
        }
        finally
        {
            await plane.Server.ExecuteAsync($"drop role {project.OwnerRole}", Cancelled);
        }

        await RequeueAsync();
        await plane.RunUntilDoneAsync(Cancelled);
        var row = await ReadAsync(project.Id);
        Assert.Equal((ProjectStatus.Active, null), (row!.Status, row.StatusMessage));
    }

    [Fact]
    public async Task A_failed_project_is_made_by_another_job_and_can_be_deleted()
    {
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancelled);
        await plane.Server.ExecuteAsync($"create role {project.AuthenticatorRole} nologin", Cancelled);
        await plane.EnqueueAsync(new ProvisionProject(project.Id), project.Id, ProjectStatus.Provisioning, Cancelled);
        await plane.RunUntilDoneAsync(Cancelled);
        Assert.Equal(ProjectStatus.Failed, (await ReadAsync(project.Id))!.Status);

        await plane.EnqueueAsync(new DeleteProject(project.Id), project.Id, ProjectStatus.Deleting, Cancelled);
        await plane.RunUntilDoneAsync(Cancelled);

        Assert.Null(await ReadAsync(project.Id));
        // A role that is not ours is not ours to drop.
        Assert.Equal(1L, await ProjectParts.AskAsync(plane.Server.SuperuserConnectionString, $"select count(*) from pg_roles where rolname = '{project.AuthenticatorRole}'", Cancelled));
        await plane.Server.ExecuteAsync($"drop role {project.AuthenticatorRole}", Cancelled);
        await DropDeadAsync();
    }

    [Fact]
    public async Task A_passing_fault_is_retried_while_the_project_says_so()
    {
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancelled);
        await plane.Server.ExecuteAsync($"create role {project.OwnerRole} nologin", Cancelled);
        await plane.EnqueueAsync(new ProvisionProject(project.Id), project.Id, ProjectStatus.Provisioning, Cancelled);
        var run = plane.RunUntilDoneAsync(Cancelled, retryDelays: "2,2,2,2,2");
        await Eventually.TrueAsync(async () => (await ReadAsync(project.Id))!.StatusMessage is not null, "the project says that it is retried", Cancelled);

        var row = (await ReadAsync(project.Id))!;
        Assert.Equal(ProjectStatus.Provisioning, row.Status);
        Assert.Contains("tried again", row.StatusMessage, StringComparison.Ordinal);
        AssertTellsNothing(row);
        await plane.Server.ExecuteAsync($"drop role {project.OwnerRole}", Cancelled);
        await run;

        row = (await ReadAsync(project.Id))!;
        Assert.Equal((ProjectStatus.Active, null), (row.Status, row.StatusMessage));
    }

    [Fact]
    public async Task A_job_whose_last_attempt_fails_before_its_first_step_says_so_to_the_project()
    {
        await using var own = new KillFixture18();
        await own.InitializeAsync();
        var (project, _, _) = await own.Projects.AddRowAsync(Cancelled);
        await own.EnqueueAsync(new ProvisionProject(project.Id), project.Id, ProjectStatus.Provisioning, Cancelled);
        await using (await AdvisoryLock.TakeAsync(own.Services.GetRequiredService<Npgsql.NpgsqlDataSource>(), AdvisoryLock.OfProject(project.Id), Cancelled))
        {
            var run = own.RunUntilDoneAsync(Cancelled, retryDelays: "");
            // Cuts the connection on which the job waits for the project's lock.
            await Eventually.TrueAsync(
                async () => await ProjectParts.AskAsync(
                    own.ControlConnectionString,
                    "select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())",
                    Cancelled) is > 0L,
                "the job waits for the lock",
                Cancelled);
            await run;
        }

        await using var registry = own.OpenRegistry();
        var row = await registry.Projects.AsNoTracking().SingleAsync(p => p.Id == project.Id, Cancelled);
        Assert.Equal(ProjectStatus.Failed, row.Status);
        Assert.Contains("Retry", row.StatusMessage, StringComparison.Ordinal);
        AssertTellsNothing(row);
        Assert.Equal(1, await registry.QueuedMessages.CountAsync(m => m.Recipient == JobQueues.Dead, Cancelled));
    }

    [Fact]
    public async Task A_job_for_a_project_that_is_gone_does_nothing()
    {
        await plane.EnqueueAsync(new ProvisionProject(Guid.CreateVersion7()), Guid.CreateVersion7(), ProjectStatus.Provisioning, Cancelled);
        await plane.EnqueueAsync(new DeleteProject(Guid.CreateVersion7()), Guid.CreateVersion7(), ProjectStatus.Deleting, Cancelled);
        await plane.RunUntilDoneAsync(Cancelled);

        await using var registry = plane.OpenRegistry();
        Assert.Equal(0, await registry.QueuedMessages.CountAsync(m => m.Recipient == JobQueues.Dead, Cancelled));
    }

    [Fact]
    public async Task A_deletion_that_nobody_wants_any_more_does_nothing()
    {
        var made = await plane.Projects.CreateAsync(Cancelled);
        await plane.EnqueueAsync(new DeleteProject(made.Id), made.Id, ProjectStatus.Active, Cancelled);
        await plane.RunUntilDoneAsync(Cancelled);

        Assert.Equal(1, await made.QueryAsync<int>("select 1", Cancelled));
    }

    [Fact]
    public async Task A_project_deleted_right_after_it_was_asked_for_is_gone_whatever_runs_first()
    {
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancelled);
        await plane.EnqueueAsync(new ProvisionProject(project.Id), project.Id, ProjectStatus.Provisioning, Cancelled);
        await plane.EnqueueAsync(new DeleteProject(project.Id), project.Id, ProjectStatus.Deleting, Cancelled);
        await plane.RunUntilDoneAsync(Cancelled);

        await using var registry = plane.OpenRegistry();
        await ProjectParts.AssertGoneAsync(registry, plane.Server.SuperuserConnectionString, project, Cancelled);
    }

    [Fact]
    public async Task An_owner_who_is_connected_does_not_stop_the_deletion_of_his_database()
    {
        var made = await plane.Projects.CreateAsync(Cancelled);
        await using var idle = new Npgsql.NpgsqlConnection($"{made.OwnerConnectionString};Pooling=false");
        await idle.OpenAsync(Cancelled);
        await using var registry = plane.OpenRegistry();
        var project = await registry.Projects.AsNoTracking().SingleAsync(p => p.Id == made.Id, Cancelled);

        await plane.EnqueueAsync(new DeleteProject(made.Id), made.Id, ProjectStatus.Deleting, Cancelled);
        await plane.RunUntilDoneAsync(Cancelled);

        await ProjectParts.AssertGoneAsync(registry, plane.Server.SuperuserConnectionString, project, Cancelled);
    }

    [Fact]
    public async Task Many_projects_are_made_at_once()
    {
        var projects = new List<Project>();
        for (var i = 0; i < 8; i++)
        {
            var (project, _, _) = await plane.Projects.AddRowAsync(Cancelled);
            projects.Add(project);
            await plane.EnqueueAsync(new ProvisionProject(project.Id), project.Id, ProjectStatus.Provisioning, Cancelled);
        }

        await plane.RunUntilDoneAsync(Cancelled);

        foreach (var project in projects)
        {
            Assert.Equal(ProjectStatus.Active, (await ReadAsync(project.Id))!.Status);
        }
    }

    private static void AssertTellsNothing(Project row)
    {
        foreach (var secret in new[] { row.DatabaseName, "127.0.0.1", "KB001", "select", "kolaybase_provisioner" })
        {
            Assert.DoesNotContain(secret, row.StatusMessage, StringComparison.OrdinalIgnoreCase);
        }
    }

    private async Task<Project?> ReadAsync(Guid id)
    {
        await using var registry = plane.OpenRegistry();
        return await registry.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, Cancelled);
    }

    private Task<int> RequeueAsync() => plane.Services.GetRequiredService<DeadLetters>().RequeueAllAsync(Cancelled);

    private async Task DropDeadAsync()
    {
        await using var registry = plane.OpenRegistry();
        await registry.QueuedMessages.Where(m => m.Recipient == JobQueues.Dead).ExecuteDeleteAsync(Cancelled);
    }
}

/// <summary>Faults of the provisioner itself need a server that no other test uses.</summary>
public class ProvisionerFailureTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_provisioner_that_lost_its_right_to_make_databases_fails_at_that_step_and_goes_on_when_it_has_it_back(int major)
    {
        await using var server = await PostgresServers.StartOwnAsync(major);
        await using var plane = await ControlPlaneFixture.StartOnAsync(
            server,
            new() { Bootstrap = server.SuperuserConnectionString, Provisioner = server.ConnectionString("kolaybase_provisioner", EmbeddedSecrets.Password(), "postgres") },
            server.ConnectionString("kolaybase_control", EmbeddedSecrets.Password(), "kolaybase"));
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancelled);
        var provisioner = plane.Services.GetRequiredService<ProjectProvisioner>();
        await server.ExecuteAsync("alter role kolaybase_provisioner nocreatedb", Cancelled);

        var failed = await Assert.ThrowsAsync<ProvisioningException>(() => provisioner.RunAsync(project, Cancelled));
        Assert.Equal(ProvisioningSteps.Database, failed.Step);

        await server.ExecuteAsync("alter role kolaybase_provisioner createdb", Cancelled);
        await provisioner.RunAsync(project, Cancelled);
        await using var registry = plane.OpenRegistry();
        Assert.Equal(ProjectStatus.Active, (await registry.Projects.AsNoTracking().SingleAsync(Cancelled)).Status);
    }
}
