using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Callers;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Auth.Admin.Config;

/// <summary><c>PUT /api/projects/{id}/auth/config</c>: replaces all of it, except secrets that are left out. A project that is being deleted is left alone (409).</summary>
internal static class PutAuthConfig
{
    public static async Task<Ok<AuthConfigAnswer>> HandleAsync(
        Guid id, AuthConfigRequest request, RegistryContext db, AuthSettingsStore store, SecretBox box, SmtpPolicy policy, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Holds the row, so that of two changes at once the second sees the secrets of the first.
        await db.Database.ExecuteSqlAsync($"select 1 from projects where id = {id} for no key update", cancellationToken);
        var status = await db.Projects.Where(p => p.Id == id).Select(p => (ProjectStatus?)p.Status).SingleOrDefaultAsync(cancellationToken) ?? throw CallerErrors.NoSuchProject();
        if (status == ProjectStatus.Deleting)
        {
            throw CallerErrors.Deleting();
        }

        var stored = await store.ReadAsync(id, cancellationToken);
        new Faults().CheckConfig(request, stored, policy).ThrowIfAny();
        var settings = Merge(id, request, stored, box);
        await store.WriteAsync(id, settings, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(AuthConfigAnswer.From(settings));
    }

    private static AuthSettings Merge(Guid id, AuthConfigRequest request, AuthSettings stored, SecretBox box)
    {
        var providers = new Dictionary<string, ProviderSettings>();
        foreach (var (name, provider) in new[] { ("google", request.Providers.Google), ("github", request.Providers.Github) })
        {
            if (provider is not null)
            {
                providers[name] = new ProviderSettings
                {
                    Enabled = provider.Enabled,
                    ClientId = provider.ClientId,
                    ClientSecretSealed = provider.ClientSecret is { } secret
                        ? box.Seal(secret, SecretPurposes.ProviderSecret, $"{id} {name}")
                        : stored.Providers[name].ClientSecretSealed,
                };
            }
        }

        return new AuthSettings
        {
            SignUpAllowed = request.SignUpAllowed,
            VerificationRequired = request.VerificationRequired,
            MinimumPassword = request.MinimumPassword,
            CodeDigits = request.CodeDigits,
            CodeLifetimes = request.CodeLifetimes.ToLifetimes(),
            RedirectUrls = request.RedirectUrls,
            Smtp = request.Smtp is { } smtp ? Merge(id, smtp, stored.Smtp, box) : null,
            Templates = request.Templates,
            Providers = providers,
        };
    }

    private static SmtpSettings Merge(Guid id, SmtpRequest request, SmtpSettings? stored, SecretBox box) => new()
    {
        Host = request.Host,
        Port = request.Port,
        Security = request.Security,
        User = request.User,
        PasswordSealed = request switch
        {
            { Password: { } password } => box.Seal(password, SecretPurposes.SmtpPassword, id.ToString()),
            { PasswordGiven: true } => null,
            _ => stored?.PasswordSealed,
        },
        From = request.From,
    };
}
