using Kolaybase.ControlPlane.Identity.Settings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth.Admin.Config;

/// <summary><c>GET /api/projects/{id}/auth/config</c>.</summary>
internal static class ReadAuthConfig
{
    public static async Task<Ok<AuthConfigAnswer>> HandleAsync(Guid id, AuthSettingsStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(AuthConfigAnswer.From(await store.ReadAsync(id, cancellationToken)));
}
