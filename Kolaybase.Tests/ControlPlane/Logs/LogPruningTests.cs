using Kolaybase.ControlPlane.Logs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Kolaybase.Tests.ControlPlane.Logs;

public sealed class LogPruningTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private ControlPlaneFixture _plane = null!;
    private Guid _project;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Of its own: pruning looks at all projects.
        _plane = await ControlPlaneFixture.StartAsync(15);
        _project = (await _plane.Projects.AddRowAsync(Cancel)).Project.Id;
    }

    public ValueTask DisposeAsync() => _plane.DisposeAsync();

    [Fact]
    public async Task What_is_older_than_the_days_goes_in_batches()
    {
        await AddAsync(_project, 12_000, _time.GetUtcNow().AddDays(-7).AddMinutes(-1));
        await AddAsync(_project, 3, _time.GetUtcNow().AddDays(-7).AddMinutes(1));
        Assert.Equal(12_000, await PruneAsync(new LogOptions()));
        Assert.Equal(3, await CountAsync(_project));
        Assert.Equal(0, await PruneAsync(new LogOptions()));
    }

    [Fact]
    public async Task A_project_keeps_its_newest_entries_and_no_more_than_it_may()
    {
        var small = (await _plane.Projects.AddRowAsync(Cancel)).Project.Id;
        await AddAsync(_project, 6_000, _time.GetUtcNow().AddHours(-2));
        await AddAsync(_project, 100, _time.GetUtcNow().AddHours(-1));
        await AddAsync(small, 100, _time.GetUtcNow().AddHours(-2));
        Assert.Equal(6_000, await PruneAsync(new LogOptions { PerProject = 100 }));
        Assert.Equal((100, 100), (await CountAsync(_project), await CountAsync(small)));
        await using var db = _plane.OpenRegistry();
        var limit = _time.GetUtcNow().AddMinutes(-61);
        Assert.False(await db.ProjectLogs.AnyAsync(e => e.ProjectId == _project && e.At < limit, Cancel));
    }

    [Fact]
    public async Task Entries_of_a_project_that_is_gone_go()
    {
        var gone = Guid.CreateVersion7();
        await AddAsync(gone, 3, _time.GetUtcNow());
        await AddAsync(_project, 3, _time.GetUtcNow());
        Assert.Equal(3, await PruneAsync(new LogOptions()));
        Assert.Equal((0, 3), (await CountAsync(gone), await CountAsync(_project)));
    }

    [Fact]
    public async Task A_projects_entries_go_with_it()
    {
        var project = await _plane.Projects.CreateAsync(Cancel);
        await AddAsync(project.Id, 7_000, _time.GetUtcNow());
        await AddAsync(_project, 1, _time.GetUtcNow());
        await using (var db = _plane.OpenRegistry())
        {
            await db.Projects.Where(p => p.Id == project.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ProjectStatus.Deleting), Cancel);
            await _plane.Services.GetRequiredService<Kolaybase.Workers.Provisioning.ProjectRemover>().RunAsync(await db.Projects.AsNoTracking().SingleAsync(p => p.Id == project.Id, Cancel), Cancel);
        }

        Assert.Equal((0, 1), (await CountAsync(project.Id), await CountAsync(_project)));
    }

    [Fact]
    public async Task A_project_whose_entries_can_not_be_removed_keeps_no_other_from_its_turn()
    {
        var others = new[] { (await _plane.Projects.AddRowAsync(Cancel)).Project.Id, (await _plane.Projects.AddRowAsync(Cancel)).Project.Id };
        var sick = others.Append(_project).Order().ElementAt(1);
        foreach (var project in others.Append(_project))
        {
            await AddAsync(project, 3, _time.GetUtcNow().AddDays(-8));
        }

        await ExecuteAsync(
            "create function refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end'; "
            + $"create trigger refuse before delete on project_logs for each row when (old.project_id = '{sick}') execute function refuse()");
        var fault = await Assert.ThrowsAsync<AggregateException>(() => PruneAsync(new LogOptions()));
        Assert.IsType<PostgresException>(Assert.Single(fault.InnerExceptions));
        Assert.Equal(3, await CountAsync(sick));
        Assert.Equal(0, await CountAsync(others.Append(_project).Order().First()) + await CountAsync(others.Append(_project).Order().Last()));
        await ExecuteAsync("drop function refuse() cascade");
    }

    [Fact]
    public async Task With_no_entries_there_is_nothing_to_do() => Assert.Equal(0, await PruneAsync(new LogOptions()));

    private Task AddAsync(Guid project, int count, DateTimeOffset at) => TestLogs.WriteAsync(
        _plane.Services.GetRequiredService<NpgsqlDataSource>(), Enumerable.Range(0, count).Select(i => TestLogs.Request(project, $"r{i}", at)));

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _plane.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private async Task<int> PruneAsync(LogOptions options)
    {
        await using var db = _plane.OpenRegistry();
        return await new LogPruning(db, options, _time).RunAsync(Cancel);
    }

    private async Task<int> CountAsync(Guid project)
    {
        await using var db = _plane.OpenRegistry();
        return await db.ProjectLogs.CountAsync(e => e.ProjectId == project, Cancel);
    }
}
