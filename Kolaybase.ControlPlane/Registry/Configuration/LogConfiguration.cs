using Kolaybase.ControlPlane.Logs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kolaybase.ControlPlane.Registry.Configuration;

/// <summary>No foreign key to projects: one entry of a project that was deleted meanwhile would have the whole batch refused.</summary>
internal sealed class LogConfiguration : IEntityTypeConfiguration<ProjectLogEntry>
{
    public void Configure(EntityTypeBuilder<ProjectLogEntry> builder)
    {
        builder.ToTable(LogTable.Name);
        // Ids hold the time: the key finds pages, spans of time, what is too old or too much, and a whole project.
        builder.HasKey(e => new { e.ProjectId, e.Id });
        builder.Property(e => e.Kind).HasConversion<string>().HasMaxLength(ProjectLogEntry.MaxWord);
        builder.Property(e => e.RequestId).HasMaxLength(ProjectLogEntry.MaxRequestId);
        builder.Property(e => e.Method).HasMaxLength(ProjectLogEntry.MaxWord);
        builder.Property(e => e.Path).HasMaxLength(ProjectLogEntry.MaxPath);
        builder.Property(e => e.Capability).HasMaxLength(ProjectLogEntry.MaxWord);
        builder.Property(e => e.Caller).HasConversion<string>().HasMaxLength(ProjectLogEntry.MaxWord);
        builder.Property(e => e.Job).HasMaxLength(ProjectLogEntry.MaxWord);
        builder.Property(e => e.JobId).HasMaxLength(ProjectLogEntry.MaxRequestId);
        builder.Property(e => e.Outcome).HasConversion<string>().HasMaxLength(ProjectLogEntry.MaxWord);
        builder.Property(e => e.Code).HasMaxLength(ProjectLogEntry.MaxWord);
        builder.Property(e => e.Cause).HasMaxLength(ProjectLogEntry.MaxText);
        builder.Property(e => e.Hint).HasMaxLength(ProjectLogEntry.MaxText);
        builder.HasIndex(e => new { e.ProjectId, e.RequestId });
        // Pages of refusals, which may be few among many; good requests write nothing here.
        builder.HasIndex(e => new { e.ProjectId, e.Id }).HasFilter("status >= 400");
    }
}
