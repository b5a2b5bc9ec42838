using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kolaybase.ControlPlane.Registry.Configuration;

internal sealed class IdentityUserConfiguration : IEntityTypeConfiguration<IdentityUser>
{
    public void Configure(EntityTypeBuilder<IdentityUser> builder)
    {
        // A project restored from a dump has the users of the one that was dumped, under their identifiers: the rows of its database name them.
        builder.HasKey(u => new { u.Realm, u.Id });
        builder.Property(u => u.Realm).HasMaxLength(63);
        builder.Property(u => u.Email).HasMaxLength(254);
        builder.Property(u => u.NormalizedEmail).HasMaxLength(254);
        builder.Property(u => u.PasswordHash).HasMaxLength(500);
        builder.Property(u => u.FirstName).HasMaxLength(100);
        builder.Property(u => u.LastName).HasMaxLength(100);
        builder.HasIndex(u => new { u.Realm, u.NormalizedEmail }).IsUnique();
    }
}

internal sealed class SigningKeyConfiguration : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> builder)
    {
        builder.HasKey(k => k.KeyId);
        builder.Property(k => k.KeyId).HasMaxLength(64);
        builder.Property(k => k.Realm).HasMaxLength(63);
        builder.Property(k => k.Algorithm).HasMaxLength(10);
        builder.HasIndex(k => k.Realm);
        // One key signs at a time: of several that make a realm's first key at once, one wins.
        builder.HasIndex(k => k.Realm, "ix_signing_keys_current").IsUnique().HasFilter("retired_at IS NULL AND private_key_sealed IS NOT NULL");
    }
}

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.Property(s => s.Realm).HasMaxLength(63);
        builder.Property(s => s.UserAgent).HasMaxLength(Sessions.MaxUserAgent);
        builder.HasIndex(s => new { s.Realm, s.UserId });
        builder.HasIndex(s => s.ExpiresAt);
    }
}

internal sealed class RefreshTokenConfiguration : IEntityTypeConfiguration<RefreshToken>
{
    public void Configure(EntityTypeBuilder<RefreshToken> builder)
    {
        builder.HasKey(t => t.Hash);
        builder.Property(t => t.Hash).HasMaxLength(100);
        builder.HasIndex(t => t.SessionId);
        builder.HasOne<Session>().WithMany().HasForeignKey(t => t.SessionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class OneTimeCodeConfiguration : IEntityTypeConfiguration<OneTimeCode>
{
    public void Configure(EntityTypeBuilder<OneTimeCode> builder)
    {
        builder.Property(c => c.Realm).HasMaxLength(63);
        builder.Property(c => c.Purpose).HasMaxLength(40);
        builder.Property(c => c.NormalizedEmail).HasMaxLength(254);
        builder.Property(c => c.Email).HasMaxLength(254);
        builder.Property(c => c.Hash).HasMaxLength(100);
        builder.HasIndex(c => new { c.Realm, c.Purpose, c.Hash }).IsUnique();
        // Asking again replaces the former code.
        builder.HasIndex(c => new { c.Realm, c.Purpose, c.NormalizedEmail }).IsUnique();
        builder.HasIndex(c => c.ExpiresAt);
    }
}

internal sealed class AttemptCounterConfiguration : IEntityTypeConfiguration<AttemptCounter>
{
    public void Configure(EntityTypeBuilder<AttemptCounter> builder)
    {
        builder.HasKey(c => c.Key);
        builder.Property(c => c.Key).HasMaxLength(100);
        builder.HasIndex(c => c.UpdatedAt);
    }
}

internal sealed class ExternalIdentityConfiguration : IEntityTypeConfiguration<ExternalIdentity>
{
    public void Configure(EntityTypeBuilder<ExternalIdentity> builder)
    {
        builder.HasKey(i => new { i.Realm, i.Provider, i.Subject });
        builder.Property(i => i.Realm).HasMaxLength(63);
        builder.Property(i => i.Provider).HasMaxLength(20);
        builder.Property(i => i.Subject).HasMaxLength(255);
        builder.HasOne<IdentityUser>().WithMany().HasForeignKey(i => new { i.Realm, i.UserId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class TokenRevocationConfiguration : IEntityTypeConfiguration<TokenRevocation>
{
    public void Configure(EntityTypeBuilder<TokenRevocation> builder)
    {
        builder.HasKey(r => new { r.Realm, r.UserId });
        builder.Property(r => r.Realm).HasMaxLength(63);
        builder.HasIndex(r => r.NotBefore);
    }
}

internal sealed class OAuthStateConfiguration : IEntityTypeConfiguration<OAuthState>
{
    public void Configure(EntityTypeBuilder<OAuthState> builder)
    {
        builder.ToTable("oauth_states");
        builder.HasKey(s => s.Hash);
        builder.Property(s => s.Hash).HasMaxLength(100);
        builder.Property(s => s.Provider).HasMaxLength(20);
        builder.Property(s => s.RedirectTo).HasMaxLength(2000);
        builder.Property(s => s.VerifierSealed).HasMaxLength(500);
        builder.Property(s => s.BrowserHash).HasMaxLength(100);
        builder.HasIndex(s => s.ExpiresAt);
        builder.HasIndex(s => s.ProjectId);
        builder.HasOne<Project>().WithMany().HasForeignKey(s => s.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class IdentityRealmConfiguration : IEntityTypeConfiguration<IdentityRealm>
{
    public void Configure(EntityTypeBuilder<IdentityRealm> builder)
    {
        builder.HasKey(r => r.Name);
        builder.Property(r => r.Name).HasMaxLength(63);
        builder.Property(r => r.Server).HasMaxLength(63);
        builder.Property(r => r.ClientSecretSealed).HasMaxLength(500);
    }
}

internal sealed class AuthSettingsConfiguration : IEntityTypeConfiguration<AuthSettingsRow>
{
    public void Configure(EntityTypeBuilder<AuthSettingsRow> builder)
    {
        builder.ToTable("auth_settings");
        builder.HasKey(s => s.ProjectId);
        builder.Property(s => s.Settings).HasColumnType("jsonb");
        builder.HasOne<Project>().WithOne().HasForeignKey<AuthSettingsRow>(s => s.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}
