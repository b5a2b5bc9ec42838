using Kolaybase.ControlPlane.Audit;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.ControlPlane.Audit;

public sealed class AuditLogTests(ControlPlane15 plane) : IClassFixture<ControlPlane15>
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AuditLog Log => new(plane.Services.GetRequiredService<IDbContextFactory<RegistryContext>>(), _time, NullLogger<AuditLog>.Instance);

    [Fact]
    public async Task An_action_is_pending_until_its_end_is_noted()
    {
        var project = (await plane.Projects.AddRowAsync(Cancel)).Project.Id;
        await using var db = plane.OpenRegistry();
        var entries = new AuditEntries(db, _time);
        var id = await Log.BeginAsync(new(project, null, "sql.execute", null, "192.0.2.1", "r1"), Cancel);
        Assert.Equal(AuditOutcome.Pending, Assert.Single(await entries.ListAsync(project, null, 10, Cancel)).Entry.Outcome);

        await Log.EndAsync(id, AuditOutcome.Done, Enumerable.Repeat("INSERT", AuditEntry.MaxCommands + 1));

        var (entry, email) = Assert.Single(await entries.ListAsync(project, null, 10, Cancel));
        Assert.Equal((AuditOutcome.Done, "sql.execute", null, "192.0.2.1", "r1", null), (entry.Outcome, entry.Action, entry.Subject, entry.Address, entry.RequestId, email));
        Assert.Equal(AuditEntry.MaxCommands, entry.Commands.Length);
        Assert.Equal(_time.GetStorableUtcNow(), entry.At);
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended_the_newest_first()
    {
        var project = (await plane.Projects.AddRowAsync(Cancel)).Project.Id;
        await using var db = plane.OpenRegistry();
        var entries = new AuditEntries(db, _time);
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Log.BeginAsync(new(project, null, $"a{i}", null, null, "r"), Cancel);
        }

        var first = await entries.ListAsync(project, null, 2, Cancel);
        var second = await entries.ListAsync(project, first[^1].Entry.Id, 2, Cancel);
        var third = await entries.ListAsync(project, second[^1].Entry.Id, 2, Cancel);
        Assert.Equal(["a4", "a3", "a2", "a1", "a0"], first.Concat(second).Concat(third).Select(e => e.Entry.Action));
    }

    [Fact]
    public async Task A_project_keeps_its_newest_entries_and_no_more_than_it_may()
    {
        var (project, other) = ((await plane.Projects.AddRowAsync(Cancel)).Project.Id, (await plane.Projects.AddRowAsync(Cancel)).Project.Id);
        await using var db = plane.OpenRegistry();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into audit_entries (id, project_id, at, action, commands, outcome, request_id)
            select ('00000000-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, {project}, {_time.GetUtcNow()}, g::text, array[]::text[], 'Done', 'r' from generate_series(1, {AuditEntry.MaxPerProject + 7}) g
            """,
            Cancel);
        await Log.BeginAsync(new(other, null, "kept", null, null, "r"), Cancel);

        Assert.Equal(7, await new AuditEntries(db, _time).PruneAsync(Cancel));

        Assert.Equal(AuditEntry.MaxPerProject, await db.AuditEntries.CountAsync(e => e.ProjectId == project, Cancel));
        Assert.False(await db.AuditEntries.AnyAsync(e => e.ProjectId == project && e.Action == "7", Cancel));
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.ProjectId == other, Cancel));
    }

    [Fact]
    public async Task A_long_subject_is_cut_and_never_in_the_middle_of_a_character()
    {
        var project = (await plane.Projects.AddRowAsync(Cancel)).Project.Id;
        await using var db = plane.OpenRegistry();
        await Log.BeginAsync(new(project, null, "a", new string('x', AuditEntry.MaxSubject - 2) + "😀😀", null, "r"), Cancel);

        var (entry, _) = Assert.Single(await new AuditEntries(db, _time).ListAsync(project, null, 1, Cancel));
        Assert.Equal(new string('x', AuditEntry.MaxSubject - 2) + "…", entry.Subject);
    }

    [Fact]
    public async Task What_can_not_be_noted_is_not_begun_and_an_end_that_can_not_is_no_fault()
    {
        await Assert.ThrowsAsync<AuditUnavailableException>(() => Log.BeginAsync(new(Guid.CreateVersion7(), null, "of a project that is gone", null, null, "r"), Cancel));
        // No such entry, as after its project was deleted.
        await Log.EndAsync(Guid.CreateVersion7(), AuditOutcome.Done);
    }
}
