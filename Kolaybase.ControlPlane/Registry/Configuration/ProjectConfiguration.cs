using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kolaybase.ControlPlane.Registry.Configuration;

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.Property(p => p.Name).HasMaxLength(100);
        builder.Property(p => p.Description).HasMaxLength(2000);
        builder.Property(p => p.StatusMessage).HasMaxLength(1000);
        builder.Property(p => p.DatabaseServer).HasMaxLength(63);
        builder.Property(p => p.IdentityServer).HasMaxLength(63);
        builder.Property(p => p.ObjectStore).HasMaxLength(63);
        builder.Property(p => p.DatabaseName).HasMaxLength(63);
        builder.Property(p => p.OwnerRole).HasMaxLength(63);
        builder.Property(p => p.AuthenticatorRole).HasMaxLength(63);
        builder.HasIndex(p => new { p.DatabaseServer, p.DatabaseName }).IsUnique();
        builder.HasIndex(p => p.TeamId);
        // A team with projects can't be deleted: its projects' parts would be orphaned.
        builder.HasOne<Team>().WithMany().HasForeignKey(p => p.TeamId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(p => p.Keys).WithOne().HasForeignKey(k => k.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ProjectKeyConfiguration : IEntityTypeConfiguration<ProjectKey>
{
    public void Configure(EntityTypeBuilder<ProjectKey> builder)
    {
        builder.Property(k => k.Hash).HasMaxLength(100);
        builder.HasIndex(k => k.Hash).IsUnique();
        builder.HasIndex(k => new { k.ProjectId, k.Kind }).IsUnique().HasFilter("revoked_at IS NULL");
    }
}
