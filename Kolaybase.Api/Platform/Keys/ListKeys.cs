using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Keys;

/// <summary><c>GET /api/projects/{id}/keys</c>: the anon key, then the service key.</summary>
internal static class ListKeys
{
    public static async Task<Ok<KeyAnswer[]>> HandleAsync(Guid id, ProjectCaller caller, RegistryContext db, ProjectKeyIssuer keys, CancellationToken cancellationToken)
    {
        var rows = await db.ProjectKeys.AsNoTracking().Where(k => k.ProjectId == id && k.RevokedAt == null).ToListAsync(cancellationToken);
        return TypedResults.Ok(rows.OrderBy(k => k.Kind).Select(k => new KeyAnswer(k.Kind, MaySee(caller, k) ? keys.Reveal(k) : null, k.CreatedAt)).ToArray());
    }

    private static bool MaySee(ProjectCaller caller, ProjectKey key) => key.Kind == ProjectKeyKind.Anon || caller.Member!.Role >= TeamRole.Developer;
}
