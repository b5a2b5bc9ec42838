namespace Kolaybase.ControlPlane.Jobs;

/// <summary>Builds an index while rows are read and written; what is left invalid is removed. Safe to run any number of times.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Schema">The table's schema.</param>
/// <param name="Index">The index's name.</param>
/// <param name="Sql"><c>CREATE INDEX CONCURRENTLY</c> of that name.</param>
/// <param name="AuditEntry">The entry that waits for its end.</param>
public sealed record BuildIndex(Guid ProjectId, string Schema, string Index, string Sql, Guid AuditEntry);
