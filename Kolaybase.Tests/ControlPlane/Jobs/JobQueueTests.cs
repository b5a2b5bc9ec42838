using System.Diagnostics;
using System.Text;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.ControlPlane.Jobs;

public class JobQueueTests(ControlPlaneFixture plane) : IClassFixture<ControlPlaneFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private JobQueue Queue => plane.Services.GetRequiredService<JobQueue>();

    [Fact]
    public async Task A_job_is_there_when_its_transaction_commits_and_not_before()
    {
        var id = Guid.CreateVersion7();
        await using var context = plane.OpenRegistry();
        await using var transaction = await context.Database.BeginTransactionAsync(Cancelled);
        await Queue.EnqueueAsync(context, new DeleteProject(id), Cancelled);

        Assert.Null(await FindAsync(id));
        await transaction.CommitAsync(Cancelled);
        Assert.NotNull(await FindAsync(id));
    }

    [Fact]
    public async Task A_job_goes_with_the_rows_that_are_rolled_back()
    {
        var id = Guid.CreateVersion7();
        var team = new Team { Id = Guid.CreateVersion7(), Name = "Gone", CreatedAt = TimeProvider.System.GetUtcNow() };
        await using (var context = plane.OpenRegistry())
        {
            await using var transaction = await context.Database.BeginTransactionAsync(Cancelled);
            context.Add(team);
            await context.SaveChangesAsync(Cancelled);
            await Queue.EnqueueAsync(context, new DeleteProject(id), Cancelled);
            await transaction.RollbackAsync(Cancelled);
        }

        Assert.Null(await FindAsync(id));
        await using var later = plane.OpenRegistry();
        Assert.False(await later.Teams.AnyAsync(t => t.Id == team.Id, Cancelled));
    }

    [Fact]
    public async Task Without_a_transaction_nothing_is_enqueued()
    {
        await using var context = plane.OpenRegistry();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Queue.EnqueueAsync(context, new DeleteProject(Guid.CreateVersion7()), Cancelled));
    }

    [Fact]
    public async Task The_context_is_usable_after_a_job_was_enqueued()
    {
        await using var context = plane.OpenRegistry();
        await using var transaction = await context.Database.BeginTransactionAsync(Cancelled);
        await Queue.EnqueueAsync(context, new DeleteProject(Guid.CreateVersion7()), Cancelled);
        await Queue.EnqueueAsync(context, new DeleteProject(Guid.CreateVersion7()), Cancelled);

        Assert.True(await context.QueuedMessages.CountAsync(Cancelled) >= 2);
        await transaction.CommitAsync(Cancelled);
    }

    [Fact]
    public async Task Jobs_carry_a_stable_name_and_the_trace_of_who_enqueued_them()
    {
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var id = Guid.CreateVersion7();
        await using var context = plane.OpenRegistry();
        await using var transaction = await context.Database.BeginTransactionAsync(Cancelled);
        await Queue.EnqueueAsync(context, new ProvisionProject(id), Cancelled);
        await transaction.CommitAsync(Cancelled);

        var headers = Encoding.UTF8.GetString((await FindAsync(id))!.Headers);
        Assert.Contains("\"rbs2-msg-type\":\"provision-project\"", headers, StringComparison.Ordinal);
        Assert.Contains($"\"traceparent\":\"00-{activity.TraceId}-", headers, StringComparison.Ordinal);
    }

    private async Task<QueuedMessage?> FindAsync(Guid projectId)
    {
        await using var context = plane.OpenRegistry();
        var messages = await context.QueuedMessages.AsNoTracking().ToListAsync(Cancelled);
        return messages.SingleOrDefault(m => Encoding.UTF8.GetString(m.Body).Contains(projectId.ToString(), StringComparison.Ordinal));
    }
}
