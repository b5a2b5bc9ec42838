using Kolaybase.ControlPlane.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kolaybase.ControlPlane.Registry.Configuration;

internal sealed class IdentityUserConfiguration : IEntityTypeConfiguration<IdentityUser>
{
    public void Configure(EntityTypeBuilder<IdentityUser> builder)
    {
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
