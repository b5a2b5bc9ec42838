using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Callers;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Projects;

/// <summary>
/// <c>PUT /api/projects/{id}/rest/config</c>: replaces all of it, so what is left out holds as the installation has it. The data API
/// takes it over within three seconds on every replica, as long as a look-up of a key is used. A project that is being deleted is left alone (409).
/// </summary>
internal static class PutRestConfig
{
    public static async Task<Ok<RestConfig>> HandleAsync(Guid id, RestConfig request, RegistryContext db, CancellationToken cancellationToken)
    {
        new Faults()
            .Check(request.MaxRows is null or (>= 1 and <= ProjectRestSettings.MostMaxRows), "maxRows", $"must be a number from 1 to {ProjectRestSettings.MostMaxRows}, or null for the installation's setting")
            .ThrowIfAny();
        var changed = await db.Projects.Where(p => p.Id == id && p.Status != ProjectStatus.Deleting).ExecuteUpdateAsync(
            s => s.SetProperty(p => p.RestMaxRows, request.MaxRows).SetProperty(p => p.RestAllowUnfilteredWrites, request.AllowUnfilteredWrites),
            cancellationToken);
        if (changed == 0)
        {
            // 404 when it is gone since the caller was let in.
            await db.ReadAsync(id, cancellationToken);
            throw CallerErrors.Deleting();
        }

        return TypedResults.Ok(request);
    }
}
