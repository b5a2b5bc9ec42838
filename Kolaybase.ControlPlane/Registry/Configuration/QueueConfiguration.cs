using Kolaybase.ControlPlane.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kolaybase.ControlPlane.Registry.Configuration;

/// <summary>The table that Rebus.PostgreSql 9 makes when it finds none, with a wider id and an index on it: a message is taken by its id alone.</summary>
internal sealed class QueueConfiguration : IEntityTypeConfiguration<QueuedMessage>
{
    public void Configure(EntityTypeBuilder<QueuedMessage> builder)
    {
        builder.ToTable(QueuedMessage.Table, QueuedMessage.Schema);
        builder.HasKey(m => new { m.Recipient, m.Priority, m.Id });
        builder.Property(m => m.Id).UseSerialColumn();
        builder.HasIndex(m => new { m.Recipient, m.Expiration, m.Visible }).HasDatabaseName("idx_receive_messages");
        builder.HasIndex(m => new { m.Priority, m.Visible, m.Id }).IsDescending(true, false, false).HasDatabaseName("idx_dequeue_messages");
        builder.HasIndex(m => m.Id).IsUnique().HasDatabaseName("idx_id_messages");
        builder.HasIndex(m => m.Expiration).HasDatabaseName("idx_expiration_messages");
    }
}
