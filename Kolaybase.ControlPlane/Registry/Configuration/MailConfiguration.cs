using Kolaybase.ControlPlane.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kolaybase.ControlPlane.Registry.Configuration;

internal sealed class FailedMailConfiguration : IEntityTypeConfiguration<FailedMail>
{
    public void Configure(EntityTypeBuilder<FailedMail> builder)
    {
        builder.Property(m => m.Email).HasMaxLength(254);
        builder.Property(m => m.Template).HasMaxLength(40);
        builder.Property(m => m.Refusal).HasMaxLength(FailedMail.MaxRefusal);
        builder.HasIndex(m => new { m.ProjectId, m.FailedAt });
        builder.HasIndex(m => m.FailedAt);
        builder.HasOne<Project>().WithMany().HasForeignKey(m => m.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}
