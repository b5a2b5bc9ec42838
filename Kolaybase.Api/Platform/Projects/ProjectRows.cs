using Kolaybase.Api.Http.Callers;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Projects;

/// <summary>Reads projects with their working keys.</summary>
internal static class ProjectRows
{
    /// <summary>Projects with their working keys; not tracked.</summary>
    public static IQueryable<Project> WithKeys(this RegistryContext db) =>
        db.Projects.AsNoTracking().Include(p => p.Keys.Where(k => k.RevokedAt == null));

    /// <summary>One project with its working keys.</summary>
    /// <exception cref="Http.ApiException">404: it is gone since the caller was let in.</exception>
    public static async Task<Project> ReadAsync(this RegistryContext db, Guid id, CancellationToken cancellationToken) =>
        await db.WithKeys().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) ?? throw CallerErrors.NoSuchProject();
}
