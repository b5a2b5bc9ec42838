using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Placement;

/// <summary>A project's row names a server that the API is not told of (any more).</summary>
[Collection(PlacementFixture.Collection)]
public sealed class MissingServerTests(PlacementFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_its_database_server_a_project_is_refused_and_the_log_names_the_setting()
    {
        var project = await fixture.CreateAsync(fixture.Owner);
        await SetAsync(project, p => p.DatabaseServer, "gone");
        await RefusedAsync(project.DataAsync("things"), "Kolaybase:DatabaseServers:gone:Provisioner");
        await RefusedAsync(project.TrySqlAsync("select 1"), "Kolaybase:DatabaseServers:gone:Provisioner");
        foreach (var path in new[] { "tables", "connect", "storage/buckets" })
        {
            await RefusedAsync(fixture.Owner.GetAsync($"/api/projects/{project.Id}/{path}"), "Kolaybase:DatabaseServers:gone:Provisioner");
        }

        (await fixture.Owner.GetAsync($"/api/projects/{project.Id}")).Expect(200);
        await SetAsync(project, p => p.DatabaseServer, "default");
    }

    [Fact]
    public async Task Without_its_identity_server_a_projects_users_are_refused_and_its_data_is_not()
    {
        var project = await fixture.CreateAsync(fixture.Owner);
        await SetAsync(project, p => p.IdentityServer, "gone");
        await RefusedAsync(project.Anon().SignInAsync("ada@example.com", "correct horse"), "Kolaybase:IdentityServers:gone:Url");
        await RefusedAsync(project.Anon().PostAsync("signup", new { email = "ada@example.com", password = "correct horse" }), "Kolaybase:IdentityServers:gone:Url");
        await RefusedAsync(fixture.Owner.GetAsync($"/api/projects/{project.Id}/auth/users"), "Kolaybase:IdentityServers:gone:Url");
        (await project.DataAsync("")).Expect(200);
        await SetAsync(project, p => p.IdentityServer, "builtin");
    }

    [Fact]
    public async Task Without_its_object_store_a_projects_objects_are_refused_and_its_data_is_not()
    {
        var project = await fixture.CreateAsync(fixture.Owner);
        (await fixture.Owner.PostAsync($"/api/projects/{project.Id}/storage/buckets", new { name = "b" })).Expect(201);
        await SetAsync(project, p => p.ObjectStore, "gone");
        await RefusedAsync(project.UploadAsync(project.Service(), project.Provisioned.ServiceKey, "b", "x", "text"), "Kolaybase:ObjectStores:gone");
        (await project.DataAsync("")).Expect(200);
        await SetAsync(project, p => p.ObjectStore, "files");
    }

    private async Task RefusedAsync(Task<Answer> call, string setting)
    {
        var answer = await call;
        var error = answer.Refused(503, "KB115");
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.DoesNotContain("gone", error.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(fixture.Api.Log.Entries, e => Text(e).Contains(setting, StringComparison.Ordinal));
    }

    private static string Text(LogEntry entry) => entry.Level >= LogLevel.Information ? $"{entry.Message} {entry.Exception?.Message}" : "";

    // The row as it is read is kept for some seconds: each test has a project that nobody has called yet.
    private async Task SetAsync(PlacedProject project, System.Linq.Expressions.Expression<Func<Project, string>> column, string server)
    {
        await using var registry = fixture.Plane.OpenRegistry();
        await registry.Projects.Where(p => p.Id == project.Id).ExecuteUpdateAsync(s => s.SetProperty(column, server), Cancel);
    }
}
