using Kolaybase.ControlPlane.Audit;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Logs;
using Kolaybase.ControlPlane.Mail;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Registry;

/// <summary>The control database: what exists, where it lives, who may touch it.</summary>
public sealed class RegistryContext(DbContextOptions<RegistryContext> options) : DbContext(options)
{
    /// <summary>Platform users.</summary>
    public DbSet<Account> Accounts => Set<Account>();

    /// <summary>Teams.</summary>
    public DbSet<Team> Teams => Set<Team>();

    /// <summary>Memberships.</summary>
    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();

    /// <summary>Invitations.</summary>
    public DbSet<TeamInvite> TeamInvites => Set<TeamInvite>();

    /// <summary>Projects.</summary>
    public DbSet<Project> Projects => Set<Project>();

    /// <summary>API keys.</summary>
    public DbSet<ProjectKey> ProjectKeys => Set<ProjectKey>();

    /// <summary>Users of the built-in identity store.</summary>
    public DbSet<IdentityUser> IdentityUsers => Set<IdentityUser>();

    /// <summary>Token signing keys.</summary>
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    /// <summary>Sessions.</summary>
    public DbSet<Session> Sessions => Set<Session>();

    /// <summary>Refresh tokens.</summary>
    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    /// <summary>Accounts of providers that sign users of the built-in store in.</summary>
    public DbSet<ExternalIdentity> ExternalIdentities => Set<ExternalIdentity>();

    /// <summary>Users whose older access tokens count no more.</summary>
    public DbSet<TokenRevocation> TokenRevocations => Set<TokenRevocation>();

    /// <summary>Sign-ins with a provider that have begun.</summary>
    public DbSet<OAuthState> OAuthStates => Set<OAuthState>();

    /// <summary>Realms on identity servers.</summary>
    public DbSet<IdentityRealm> IdentityRealms => Set<IdentityRealm>();

    /// <summary>Projects' settings of sign-up and sign-in.</summary>
    public DbSet<AuthSettingsRow> AuthSettings => Set<AuthSettingsRow>();

    /// <summary>One-time codes.</summary>
    public DbSet<OneTimeCode> OneTimeCodes => Set<OneTimeCode>();

    /// <summary>Mails to end users that were given up.</summary>
    public DbSet<FailedMail> FailedMails => Set<FailedMail>();

    /// <summary>What was done to projects.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>Projects' requests and jobs; written by COPY alone.</summary>
    public DbSet<ProjectLogEntry> ProjectLogs => Set<ProjectLogEntry>();

    /// <summary>Counters of guesses.</summary>
    public DbSet<AttemptCounter> AttemptCounters => Set<AttemptCounter>();

    /// <summary>Waiting and dead jobs; written and taken by Rebus alone.</summary>
    public DbSet<QueuedMessage> QueuedMessages => Set<QueuedMessage>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(RegistryContext).Assembly);

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Enumerations are stored by name: a row read by a person or an older binary stays clear.
        configurationBuilder.Properties<ProjectStatus>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<ProjectKeyKind>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<TeamRole>().HaveConversion<string>().HaveMaxLength(20);
    }
}
