using System.Net;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Workers.Provisioning;

/// <summary>Projects whose realms are on a real Keycloak; its faults are injected before it, below all of our code.</summary>
public sealed class KeycloakProvisioningTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private TestKeycloak _keycloak = null!;
    private KeycloakGate _gate = null!;
    private KeycloakKillFixture _plane = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _keycloak = await KeycloakServers.Get();
        _gate = await KeycloakGate.StartAsync(_keycloak);
        _plane = new KeycloakKillFixture(_keycloak, _gate);
        await _plane.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_plane is not null)
        {
            await _plane.DisposeAsync();
            await _gate.DisposeAsync();
        }

        _http.Dispose();
    }

    [Fact]
    public async Task A_project_is_made_with_a_realm_and_deleted_with_it()
    {
        var project = await ProvisionAsync();
        await AssertCompleteAsync(project);
        Assert.Equal("main", project.IdentityServer);

        await DeleteAsync(project);
        Assert.Equal(HttpStatusCode.NotFound, await RealmStatusAsync(project));
    }

    [Fact]
    public async Task A_worker_killed_after_the_realm_was_made_makes_no_second_one()
    {
        var (project, _, _) = await _plane.Projects.AddRowAsync(Cancelled);
        await _plane.EnqueueAsync(new ProvisionProject(project.Id), project.Id, ProjectStatus.Provisioning, Cancelled);
        await _plane.RunUntilKilledAsync(ProvisioningSteps.Failpoint(ProvisioningSteps.Realm), Cancelled);
        await _plane.RunUntilDoneAsync(Cancelled);

        await AssertCompleteAsync(project);
        Assert.Equal(1, _gate.Seen.Count(r => r == "POST /admin/realms"));

        await _plane.EnqueueAsync(new DeleteProject(project.Id), project.Id, ProjectStatus.Deleting, Cancelled);
        await _plane.RunUntilKilledAsync(DeletionSteps.Failpoint(DeletionSteps.Identity), Cancelled);
        await _plane.RunUntilDoneAsync(Cancelled);
        await AssertGoneAsync(project);
    }

    [Fact]
    public async Task A_lost_answer_to_the_realms_making_is_completed_by_the_next_attempt()
    {
        var lost = 0;
        _gate.LosesAnswer = what => what == "POST /admin/realms" && Interlocked.Exchange(ref lost, 1) == 0;
        var project = await ProvisionAsync();
        Assert.Equal(1, lost);
        await AssertCompleteAsync(project);
        await DeleteAsync(project);
    }

    [Theory]
    [InlineData("POST /realms/master/")]
    [InlineData("POST /admin/realms")]
    [InlineData("PUT /admin/realms/")]
    public async Task Without_Keycloak_a_project_fails_cleanly_and_the_next_run_completes_it(string call)
    {
        _gate.Before = (what, _) => Task.FromResult(what.StartsWith(call, StringComparison.Ordinal) ? 502 : (int?)null);
        var project = await ProvisionAsync();

        var failed = await ReadAsync(project.Id);
        Assert.Equal(ProjectStatus.Failed, failed!.Status);
        Assert.Contains("identity server", failed.StatusMessage, StringComparison.Ordinal);
        Assert.Contains("Retry", failed.StatusMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", failed.StatusMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("502", failed.StatusMessage, StringComparison.Ordinal);

        _gate.Before = null;
        foreach (var dead in await _plane.Services.GetRequiredService<DeadLetters>().ListAsync(Cancelled))
        {
            Assert.True(await _plane.Services.GetRequiredService<DeadLetters>().RequeueAsync(dead.Id, Cancelled));
        }

        await _plane.RunUntilDoneAsync(Cancelled);
        await AssertCompleteAsync(project);
        await DeleteAsync(project);
    }

    [Fact]
    public async Task Without_Keycloak_a_project_stays_until_its_realm_can_be_deleted()
    {
        var project = await ProvisionAsync();
        _gate.Before = (_, _) => Task.FromResult((int?)503);
        await _plane.EnqueueAsync(new DeleteProject(project.Id), project.Id, ProjectStatus.Deleting, Cancelled);
        await _plane.RunUntilDoneAsync(Cancelled);
        var row = await ReadAsync(project.Id);
        Assert.Equal(ProjectStatus.Deleting, row!.Status);
        Assert.Contains("users could not be removed", row.StatusMessage, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await RealmStatusAsync(project));

        _gate.Before = null;
        foreach (var dead in await _plane.Services.GetRequiredService<DeadLetters>().ListAsync(Cancelled))
        {
            await _plane.Services.GetRequiredService<DeadLetters>().RequeueAsync(dead.Id, Cancelled);
        }

        await _plane.RunUntilDoneAsync(Cancelled);
        await AssertGoneAsync(project);
    }

    private async Task<Project> ProvisionAsync()
    {
        var (project, _, _) = await _plane.Projects.AddRowAsync(Cancelled);
        await _plane.EnqueueAsync(new ProvisionProject(project.Id), project.Id, ProjectStatus.Provisioning, Cancelled);
        await _plane.RunUntilDoneAsync(Cancelled);
        return project;
    }

    private async Task DeleteAsync(Project project)
    {
        await _plane.EnqueueAsync(new DeleteProject(project.Id), project.Id, ProjectStatus.Deleting, Cancelled);
        await _plane.RunUntilDoneAsync(Cancelled);
        await AssertGoneAsync(project);
    }

    private async Task AssertCompleteAsync(Project project)
    {
        var database = ProjectRef.From(project).Database;
        var connections = _plane.Services.GetRequiredService<ProjectConnections>();
        await using var registry = _plane.OpenRegistry();
        await ProjectParts.AssertCompleteAsync(
            registry, _plane.Server.SuperuserConnectionString, project, connections.Owner(database).ConnectionString, connections.Authenticator(database).ConnectionString, Cancelled);

        await using var scope = _plane.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStores>().Of(project.IdentityServer);
        var realm = Realms.OfProject(project.Id);
        Assert.True(EmailAddress.TryParse("ada@example.com", out var address));
        var user = await store.CreateUserAsync(realm, new NewRealmUser(address, "correct horse", null, null), Cancelled);
        Assert.NotNull(await store.IssueAccessTokenAsync(realm, user!.Id, Guid.CreateVersion7(), Cancelled));
    }

    private async Task AssertGoneAsync(Project project)
    {
        await using var registry = _plane.OpenRegistry();
        await ProjectParts.AssertGoneAsync(registry, _plane.Server.SuperuserConnectionString, project, Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, await RealmStatusAsync(project));
    }

    private async Task<Project?> ReadAsync(Guid id)
    {
        await using var registry = _plane.OpenRegistry();
        return await registry.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, Cancelled);
    }

    private async Task<HttpStatusCode> RealmStatusAsync(Project project)
    {
        using var answer = await _http.GetAsync($"{_keycloak.Url}/realms/{Realms.OfProject(project.Id)}", Cancelled);
        return answer.StatusCode;
    }

    /// <summary>A control plane whose new projects go to Keycloak.</summary>
    private sealed class KeycloakKillFixture(TestKeycloak keycloak, KeycloakGate gate) : KillFixture(18)
    {
        protected override void Configure(IDictionary<string, string?> settings)
        {
            foreach (var (key, value) in keycloak.Settings("main", gate.Url))
            {
                settings[key] = value;
            }

            settings[IdentityServersOptions.DefaultKey] = "main";
        }
    }
}
