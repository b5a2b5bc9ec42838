using System.Collections.Concurrent;
using System.Security.Cryptography;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Support;

/// <summary>Projects of a test's control plane, provisioned in process by the worker's own steps.</summary>
public sealed class TestProjects(IServiceProvider services) : IAsyncDisposable
{
    private readonly ConcurrentBag<Guid> _made = [];

    /// <summary>A project that is ready to use.</summary>
    public async Task<ProvisionedProject> CreateAsync(CancellationToken cancellationToken = default)
    {
        var (project, anonKey, serviceKey) = await AddRowAsync(cancellationToken);
        await services.GetRequiredService<ProjectProvisioner>().RunAsync(project, cancellationToken);
        await using var context = await services.GetRequiredService<IDbContextFactory<RegistryContext>>().CreateDbContextAsync(cancellationToken);
        return Ready(await context.Projects.AsNoTracking().SingleAsync(p => p.Id == project.Id, cancellationToken), anonKey, serviceKey);
    }

    /// <summary>A project that was made otherwise, with its keys; it is removed with the others.</summary>
    public ProvisionedProject Adopt(Project row)
    {
        _made.Add(row.Id);
        var issuer = services.GetRequiredService<ProjectKeyIssuer>();
        return Ready(row, Reveal(ProjectKeyKind.Anon), Reveal(ProjectKeyKind.Service));

        string Reveal(ProjectKeyKind kind) => issuer.Reveal(row.Keys.Single(k => k.Kind == kind));
    }

    /// <summary>The rows of a project that is yet to be provisioned: a team, the project, its keys. No job is enqueued.</summary>
    public async Task<(Project Project, string AnonKey, string ServiceKey)> AddRowAsync(CancellationToken cancellationToken = default)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var team = new Team { Id = Guid.CreateVersion7(), Name = "Test", CreatedAt = time.GetUtcNow() };
        var project = services.GetRequiredService<ProjectFactory>().Create("Test", "", team.Id, Guid.CreateVersion7());
        var (anon, anonKey) = Key(project.Id, ProjectKeyKind.Anon, "kb_anon_");
        var (service, serviceKey) = Key(project.Id, ProjectKeyKind.Service, "kb_service_");
        project.Keys.AddRange([anon, service]);
        await using var context = await services.GetRequiredService<IDbContextFactory<RegistryContext>>().CreateDbContextAsync(cancellationToken);
        context.Add(team);
        context.Add(project);
        await context.SaveChangesAsync(cancellationToken);
        _made.Add(project.Id);
        return (project, anonKey, serviceKey);
    }

    /// <summary>Removes what is left of every project made.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var id in _made)
        {
            await using var context = await services.GetRequiredService<IDbContextFactory<RegistryContext>>().CreateDbContextAsync();
            await context.Projects.Where(p => p.Id == id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ProjectStatus.Deleting));
            if (await context.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id) is { } project)
            {
                await services.GetRequiredService<ProjectRemover>().RunAsync(project, CancellationToken.None);
            }
        }
    }

    private ProvisionedProject Ready(Project row, string anonKey, string serviceKey)
    {
        var reference = ProjectRef.From(row);
        var connections = services.GetRequiredService<ProjectConnections>();
        return new ProvisionedProject(
            reference, anonKey, serviceKey, connections.Owner(reference.Database).ConnectionString, connections.Authenticator(reference.Database).ConnectionString);
    }

    private (ProjectKey Row, string Key) Key(Guid projectId, ProjectKeyKind kind, string prefix)
    {
        var id = Guid.CreateVersion7();
        var key = prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var row = new ProjectKey
        {
            Id = id,
            ProjectId = projectId,
            Kind = kind,
            Hash = services.GetRequiredService<SecretHasher>().Hash(key, SecretPurposes.ProjectKey),
            Sealed = services.GetRequiredService<SecretBox>().Seal(key, SecretPurposes.ProjectKey, id.ToString()),
            CreatedAt = services.GetRequiredService<TimeProvider>().GetUtcNow(),
        };
        return (row, key);
    }
}
