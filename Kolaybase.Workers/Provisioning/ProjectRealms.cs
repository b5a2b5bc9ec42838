using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Workers.Provisioning;

/// <summary>The realms of projects' end users, each in the store that the project's row names.</summary>
public sealed class ProjectRealms(IServiceScopeFactory scopes, IDbContextFactory<RegistryContext> registry)
{
    /// <summary>Makes the project's realm or completes it.</summary>
    public async Task EnsureAsync(Project project, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await Store(scope, project).EnsureRealmAsync(Realms.OfProject(project.Id), cancellationToken);
    }

    /// <summary>Deletes the project's realm, then what we keep of its users ourselves.</summary>
    public async Task DeleteAsync(Project project, CancellationToken cancellationToken)
    {
        var realm = Realms.OfProject(project.Id);
        await using (var scope = scopes.CreateAsyncScope())
        {
            await Store(scope, project).DeleteRealmAsync(realm, cancellationToken);
        }

        await using var context = await registry.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.OneTimeCodes.Where(c => c.Realm == realm).ExecuteDeleteAsync(cancellationToken);
        await context.Sessions.Where(s => s.Realm == realm).ExecuteDeleteAsync(cancellationToken);
        await context.TokenRevocations.Where(r => r.Realm == realm).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static IIdentityStore Store(AsyncServiceScope scope, Project project) =>
        scope.ServiceProvider.GetRequiredService<IdentityStores>().Of(project.IdentityServer);
}
