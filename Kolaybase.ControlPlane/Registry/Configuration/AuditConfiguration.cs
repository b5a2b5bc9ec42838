using Kolaybase.ControlPlane.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kolaybase.ControlPlane.Registry.Configuration;

internal sealed class AuditConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.Property(e => e.Action).HasMaxLength(AuditEntry.MaxAction);
        builder.Property(e => e.Subject).HasMaxLength(AuditEntry.MaxSubject);
        builder.Property(e => e.Outcome).HasConversion<string>().HasMaxLength(20);
        builder.Property(e => e.Address).HasMaxLength(64);
        builder.Property(e => e.RequestId).HasMaxLength(64);
        // A page of a project; by time what is too old.
        builder.HasIndex(e => new { e.ProjectId, e.Id });
        builder.HasIndex(e => e.At);
        builder.HasOne<Project>().WithMany().HasForeignKey(e => e.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}
