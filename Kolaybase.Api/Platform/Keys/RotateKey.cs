using Kolaybase.Api.Http.Callers;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Keys;

/// <summary>
/// <c>POST /api/projects/{id}/keys/rotate</c>: the former key is revoked and the new one made in one
/// transaction. Every API process looks a key up anew after three seconds, so it stops working everywhere within five.
/// </summary>
internal static class RotateKey
{
    /// <param name="Kind">Which key.</param>
    public sealed record Request(ProjectKeyKind Kind);

    public static async Task<Ok<KeyAnswer>> HandleAsync(
        Guid id, Request request, RegistryContext db, ProjectKeyIssuer keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Holds the row, so that parallel rotations come one after the other and the last key is the working one.
        await db.Database.ExecuteSqlAsync($"select 1 from projects where id = {id} for no key update", cancellationToken);
        var status = await db.Projects.Where(p => p.Id == id).Select(p => (ProjectStatus?)p.Status).SingleOrDefaultAsync(cancellationToken) ?? throw CallerErrors.NoSuchProject();
        if (status == ProjectStatus.Deleting)
        {
            throw CallerErrors.Deleting();
        }

        var now = clock.GetStorableUtcNow();
        await db.ProjectKeys.Where(k => k.ProjectId == id && k.Kind == request.Kind && k.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, now), cancellationToken);
        var (row, key) = keys.Create(id, request.Kind);
        db.ProjectKeys.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new KeyAnswer(row.Kind, key, row.CreatedAt));
    }
}
