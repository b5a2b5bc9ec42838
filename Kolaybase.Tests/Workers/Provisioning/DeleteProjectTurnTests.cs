using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Jobs;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.Workers.Provisioning;

/// <summary>A deletion comes back later where somebody is making or removing the project, and waits for nobody.</summary>
public sealed class DeleteProjectTurnTests(ControlPlane15 plane) : IClassFixture<ControlPlane15>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_that_somebody_is_at_is_deleted_after_him()
    {
        var project = await DeletingAsync();
        await using (await AdvisoryLock.TakeAsync(plane.Services.GetRequiredService<NpgsqlDataSource>(), AdvisoryLock.OfProject(project), Cancel))
        {
            var postponed = await Assert.ThrowsAsync<JobPostponedException>(() => RunAsync(project));
            Assert.InRange(postponed.Pause, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
            Assert.NotNull(await RowAsync(project));
        }

        await RunAsync(project);
        Assert.Null(await RowAsync(project));
    }

    [Fact]
    public async Task One_that_comes_to_nothing_before_its_first_step_says_so_to_the_project()
    {
        var project = await DeletingAsync();
        await using var context = plane.OpenRegistry();

        Assert.Equal(GivenUp.DeadLetter, await Handler(context).GiveUpAsync(new DeleteProject(project), new NpgsqlException("host=secret"), Cancel));

        var row = await RowAsync(project);
        Assert.Equal(ProjectStatus.Deleting, row!.Status);
        Assert.Contains("Delete the project again", row.StatusMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", row.StatusMessage, StringComparison.Ordinal);
    }

    private async Task<Guid> DeletingAsync()
    {
        var (project, _, _) = await plane.Projects.AddRowAsync(Cancel);
        await using var context = plane.OpenRegistry();
        await context.Projects.Where(p => p.Id == project.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ProjectStatus.Deleting), Cancel);
        return project.Id;
    }

    private async Task RunAsync(Guid project)
    {
        await using var context = plane.OpenRegistry();
        await Handler(context).RunAsync(new DeleteProject(project), new JobAttempt(1, 6), Cancel);
    }

    private DeleteProjectHandler Handler(RegistryContext context) =>
        new(context, plane.Services.GetRequiredService<NpgsqlDataSource>(), plane.Services.GetRequiredService<ProjectRemover>());

    private async Task<Project?> RowAsync(Guid project)
    {
        await using var context = plane.OpenRegistry();
        return await context.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == project, Cancel);
    }
}
