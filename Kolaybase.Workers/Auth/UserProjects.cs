using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Workers.Auth;

/// <summary>Finds what a job about an end user needs to know of his project.</summary>
internal sealed class UserProjects(RegistryContext db, IdentityStores stores, AuthSettingsStore settings)
{
    /// <summary>The project; null when it is gone, or going.</summary>
    public async Task<UserProject?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.Status == ProjectStatus.Active, cancellationToken) is { } row
            ? new UserProject(id, Realms.OfProject(id), stores.Of(row.IdentityServer), await settings.ReadAsync(id, cancellationToken))
            : null;
}

/// <summary>A project as its end users' jobs see it.</summary>
/// <param name="Id">The project.</param>
/// <param name="Realm">Its realm.</param>
/// <param name="Store">Where its users are.</param>
/// <param name="Settings">How they sign up and in.</param>
internal sealed record UserProject(Guid Id, string Realm, IIdentityStore Store, AuthSettings Settings);
