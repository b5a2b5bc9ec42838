using System.Security.Cryptography;
using System.Text.Json;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Workers.Backup;

/// <summary>A project's settings.</summary>
internal sealed class SettingsDump(RegistryContext db, AuthSettingsStore auth, SecretBox box)
{
    /// <summary>Writes them.</summary>
    public async Task WriteAsync(Project project, DumpFolder folder, CancellationToken cancellationToken)
    {
        var settings = new DumpedSettings
        {
            AllowedOrigins = project.AllowedOrigins,
            RestMaxRows = project.RestMaxRows,
            RestAllowUnfilteredWrites = project.RestAllowUnfilteredWrites,
            StorageQuotaBytes = project.StorageQuotaBytes,
            Auth = await auth.ReadAsync(project.Id, cancellationToken),
        };
        await using var stream = folder.Write(DumpFolder.Settings);
        await JsonSerializer.SerializeAsync(stream, settings, DumpFolder.Json, cancellationToken);
        await DumpFolder.EndAsync(stream, cancellationToken);
    }

    /// <summary>Gives them to another project; secrets are sealed anew for it.</summary>
    /// <returns>What could not be taken along, because the master key that it was sealed under is not configured here.</returns>
    public async Task<IReadOnlyList<string>> RestoreAsync(DumpManifest manifest, Project project, DumpFolder folder, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(folder.File(DumpFolder.Settings));
        var settings = await JsonSerializer.DeserializeAsync<DumpedSettings>(stream, DumpFolder.Json, cancellationToken)
            ?? throw new BackupException($"'{folder.File(DumpFolder.Settings)}' is damaged: take another copy of the dump.");
        await db.Projects.Where(p => p.Id == project.Id).ExecuteUpdateAsync(
            p => p
                .SetProperty(x => x.AllowedOrigins, settings.AllowedOrigins.ToList())
                .SetProperty(x => x.RestMaxRows, settings.RestMaxRows)
                .SetProperty(x => x.RestAllowUnfilteredWrites, settings.RestAllowUnfilteredWrites)
                .SetProperty(x => x.StorageQuotaBytes, settings.StorageQuotaBytes),
            cancellationToken);
        var lost = new List<string>();
        await auth.WriteAsync(project.Id, Reseal(settings.Auth, manifest.ProjectId, project.Id, lost), cancellationToken);
        return lost;
    }

    private AuthSettings Reseal(AuthSettings settings, Guid from, Guid to, List<string> lost)
    {
        var smtp = settings.Smtp;
        if (smtp?.PasswordSealed is { } password)
        {
            var again = Reseal(password, SecretPurposes.SmtpPassword, from.ToString(), to.ToString());
            smtp = smtp with { PasswordSealed = again };
            if (again is null)
            {
                lost.Add("the password of the project's mail server");
            }
        }

        var providers = new Dictionary<string, ProviderSettings>();
        foreach (var (name, provider) in settings.Providers)
        {
            if (Reseal(provider.ClientSecretSealed, SecretPurposes.ProviderSecret, $"{from} {name}", $"{to} {name}") is { } secret)
            {
                providers[name] = provider with { ClientSecretSealed = secret };
            }
            else
            {
                lost.Add($"sign-in with {name}, whose client secret it was");
            }
        }

        return settings with { Smtp = smtp, Providers = providers };
    }

    private string? Reseal(string value, string purpose, string from, string to)
    {
        try
        {
            return box.Seal(box.Open(value, purpose, from), purpose, to);
        }
        catch (CryptographicException)
        {
            // Another installation's key.
            return null;
        }
    }
}
