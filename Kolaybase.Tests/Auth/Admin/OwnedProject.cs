using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Platform;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.Auth.Admin;

/// <summary>An active project of a new account; its database is not made.</summary>
internal sealed record OwnedProject(PlatformClient Owner, Guid Id, Guid TeamId, string AnonKey, string ServiceKey)
{
    public string Path => $"/api/projects/{Id}/auth";

    public static async Task<OwnedProject> CreateAsync(PlatformFixture fixture)
    {
        var owner = await fixture.SignUpAsync();
        var team = (await owner.PostAsync("/api/teams", new { name = "shared" })).Expect(201).GetProperty("id").GetGuid();
        var project = (await owner.PostAsync("/api/projects", new { name = "Shop", teamId = team }, prefer: "respond-async")).Expect(202);
        var id = project.GetProperty("id").GetGuid();
        await using var db = fixture.OpenRegistry();
        await db.Projects.Where(p => p.Id == id).ExecuteUpdateAsync(s => s.SetProperty(p => p.Status, ProjectStatus.Active), TestContext.Current.CancellationToken);
        return new(owner, id, team, project.GetProperty("anonKey").GetString()!, project.GetProperty("serviceKey").GetString()!);
    }

    /// <summary>Another member of the team.</summary>
    public async Task<PlatformClient> MemberAsync(PlatformFixture fixture, string role)
    {
        var member = await fixture.SignUpAsync();
        await Owner.AddAsync(TeamId, member, role);
        return member;
    }
}
