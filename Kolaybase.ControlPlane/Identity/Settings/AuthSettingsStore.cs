using System.Text.Json;
using System.Text.Json.Serialization;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity.Settings;

/// <summary>Reads and writes <see cref="AuthSettings"/>. Works on the scope's context and so inside the caller's transaction.</summary>
public sealed class AuthSettingsStore(RegistryContext db, TimeProvider clock)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The project's settings.</summary>
    public async Task<AuthSettings> ReadAsync(Guid projectId, CancellationToken cancellationToken) =>
        await db.AuthSettings.AsNoTracking().Where(s => s.ProjectId == projectId).Select(s => s.Settings).SingleOrDefaultAsync(cancellationToken) is { } json
            ? JsonSerializer.Deserialize<AuthSettings>(json, s_json)!
            : AuthSettings.Default;

    /// <summary>Replaces the project's settings, which the caller has checked.</summary>
    public async Task WriteAsync(Guid projectId, AuthSettings settings, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(settings, s_json);
        var now = clock.GetStorableUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into auth_settings (project_id, settings, updated_at) values ({projectId}, {json}::jsonb, {now})
            on conflict (project_id) do update set settings = excluded.settings, updated_at = excluded.updated_at
            """,
            cancellationToken);
    }
}
