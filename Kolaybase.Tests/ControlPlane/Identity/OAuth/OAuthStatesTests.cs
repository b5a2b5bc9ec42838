using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.OAuth;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.ControlPlane.Identity.OAuth;

public sealed class OAuthStatesTests : IAsyncLifetime
{
    private const string Google = OAuthProviders.Google;
    private TestIdentity _identity = null!;
    private Guid _project;

    private static CancellationToken Cancel => TestIdentity.Cancel;

    public async ValueTask InitializeAsync()
    {
        _identity = await TestIdentity.CreateAsync();
        _project = await AddProjectAsync();
    }

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task A_sign_in_goes_from_begun_to_bound_to_spent_with_one_verifier()
    {
        var state = await BeginAsync();
        var bound = await ClaimAsync(state);
        Assert.NotNull(bound);
        Assert.Equal((43, 43, 43), (state.Length, bound.Value.Mark.Length, bound.Value.Flow.Verifier.Length));
        var flow = await SpendAsync(state, bound.Value.Mark);
        Assert.Equal(bound.Value.Flow, flow);
        Assert.Equal("https://app.example.com/", flow!.RedirectTo);
        Assert.Null(await SpendAsync(state, bound.Value.Mark));
        Assert.DoesNotContain(flow.Verifier, flow.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_over_after_ten_minutes_before_and_after_it_is_bound()
    {
        var (waiting, bound) = (await BeginAsync(), await BeginAsync());
        var mark = (await ClaimAsync(bound))!.Value.Mark;
        _identity.Clock.Advance(OAuthStates.Lifetime - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await ClaimAsync(bound, mark));
        _identity.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await ClaimAsync(waiting));
        Assert.Null(await SpendAsync(bound, mark));
    }

    [Fact]
    public async Task Of_ten_parallel_visits_one_browser_wins()
    {
        var state = await BeginAsync();
        var marks = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ClaimAsync(state)));
        Assert.Single(marks, m => m is not null);
    }

    [Fact]
    public async Task A_made_up_mark_is_taken_as_the_browsers_own_only_where_none_is_bound()
    {
        var state = await BeginAsync();
        var mark = (await ClaimAsync(state, new string('m', 43)))!.Value.Mark;
        Assert.Equal(new string('m', 43), mark);
        Assert.Null(await ClaimAsync(state, new string('n', 43)));
        Assert.Null(await ClaimAsync(state, "short"));
        Assert.Null(await SpendAsync(state, ""));
        Assert.NotNull(await SpendAsync(state, mark));
    }

    [Fact]
    public async Task A_flood_pushes_out_the_oldest_that_wait_and_none_whose_browser_has_come()
    {
        var bound = await BeginAsync();
        var mark = (await ClaimAsync(bound))!.Value.Mark;
        var oldest = await BeginAsync();
        _identity.Clock.Advance(TimeSpan.FromSeconds(1));
        await FillAsync(_project, OAuthStates.MaxWaiting - 1, isBound: false);
        _identity.Clock.Advance(TimeSpan.FromSeconds(1));
        var newest = await BeginAsync();
        Assert.Null(await ClaimAsync(oldest));
        Assert.NotNull(await ClaimAsync(newest));
        Assert.NotNull(await SpendAsync(bound, mark));
        Assert.Equal(OAuthStates.MaxWaiting - 1, await CountAsync(_project, isBound: false));
    }

    [Fact]
    public async Task A_project_full_of_sign_ins_under_way_lets_more_through_in_place_of_the_oldest_and_others_are_not_touched()
    {
        var other = await AddProjectAsync();
        var elsewhere = await _identity.WithAsync((OAuthStates s) => s.BeginAsync(other, Google, "https://app.example.com/", Cancel));
        var foreign = (await _identity.WithAsync((OAuthStates s) => s.ClaimAsync(other, Google, elsewhere, null, Cancel)))!.Value.Mark;
        var oldest = await BeginAsync();
        var oldestMark = (await ClaimAsync(oldest))!.Value.Mark;
        var waiting = await BeginAsync();
        _identity.Clock.Advance(TimeSpan.FromSeconds(1));
        await FillAsync(_project, OAuthStates.MaxBound - 1, isBound: true);

        // Begun before all of the flood, and still not what makes place.
        var mark = (await ClaimAsync(waiting))!.Value.Mark;
        Assert.Equal(OAuthStates.MaxBound, await CountAsync(_project, isBound: true));
        Assert.Null(await SpendAsync(oldest, oldestMark));
        Assert.NotNull(await SpendAsync(waiting, mark));
        Assert.NotNull(await _identity.WithAsync((OAuthStates s) => s.SpendAsync(other, Google, elsewhere, foreign, Cancel)));
    }

    [Fact]
    public async Task What_is_over_is_cleaned_up_and_goes_with_its_project()
    {
        await BeginAsync();
        _identity.Clock.Advance(OAuthStates.Lifetime);
        await BeginAsync();
        Assert.Equal(1, await _identity.WithAsync((IdentityCleanup cleanup) => cleanup.RunAsync(Cancel)));
        Assert.Equal(1, await CountAsync(_project, isBound: false));
        await _identity.WithAsync((RegistryContext db) => db.Projects.Where(p => p.Id == _project).ExecuteDeleteAsync(Cancel));
        Assert.Equal(0, await CountAsync(_project, isBound: false));
    }

    private Task<string> BeginAsync() => _identity.WithAsync((OAuthStates s) => s.BeginAsync(_project, Google, "https://app.example.com/", Cancel));

    private Task<(OAuthFlow Flow, string Mark)?> ClaimAsync(string state, string? mark = null) =>
        _identity.WithAsync((OAuthStates s) => s.ClaimAsync(_project, Google, state, mark, Cancel));

    private Task<OAuthFlow?> SpendAsync(string state, string mark) => _identity.WithAsync((OAuthStates s) => s.SpendAsync(_project, Google, state, mark, Cancel));

    private Task<int> CountAsync(Guid project, bool isBound) =>
        _identity.WithAsync((RegistryContext db) => db.OAuthStates.CountAsync(s => s.ProjectId == project && s.BrowserHash != null == isBound, Cancel));

    private Task<int> FillAsync(Guid project, int count, bool isBound)
    {
        var (expires, mark) = (_identity.Clock.GetUtcNow() + OAuthStates.Lifetime, isBound ? "x" : null);
        return _identity.WithAsync((RegistryContext db) => db.Database.ExecuteSqlAsync(
            $"""
            insert into oauth_states (hash, project_id, provider, redirect_to, verifier_sealed, browser_hash, expires_at)
            select gen_random_uuid()::text, {project}, 'google', 'https://app.example.com/', 'x', {mark}, {expires} from generate_series(1, {count})
            """,
            Cancel));
    }

    private Task<Guid> AddProjectAsync() => _identity.WithAsync(async (RegistryContext db) =>
    {
        var (team, id, now) = (Guid.CreateVersion7(), Guid.CreateVersion7(), _identity.Clock.GetUtcNow());
        db.Add(new Team { Id = team, Name = "t", CreatedAt = now });
        db.Add(new Project
        {
            Id = id,
            TeamId = team,
            Name = "p",
            Description = "",
            Status = ProjectStatus.Active,
            DatabaseServer = "default",
            IdentityServer = IdentityStores.Builtin,
            ObjectStore = "files",
            DatabaseName = $"d{id:N}",
            OwnerRole = $"o{id:N}",
            OwnerPasswordSealed = "x",
            AuthenticatorRole = $"a{id:N}",
            AuthenticatorPasswordSealed = "x",
            CreatedAt = now,
            CreatedBy = team,
        });
        await db.SaveChangesAsync(Cancel);
        return id;
    });
}
