namespace Kolaybase.Api.Tables.Indexes;

/// <summary>An index of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">What it is sorted by: columns and expressions, as PostgreSQL writes them.</param>
/// <param name="Method">Its kind, e.g. <c>btree</c>, <c>gin</c>.</param>
/// <param name="IsUnique">Whether no two rows may be alike in it.</param>
/// <param name="IsPrimary">Whether it is that of the primary key.</param>
/// <param name="ConstraintName">The constraint that it belongs to, and is dropped with; null when it stands alone.</param>
/// <param name="Where">The rows that it holds, as SQL; null when all.</param>
/// <param name="Valid">False while it is being built concurrently.</param>
/// <param name="Definition">The whole of it as SQL.</param>
public sealed record TableIndex(
    string Name, IReadOnlyList<string> Columns, string Method, bool IsUnique, bool IsPrimary, string? ConstraintName, string? Where, bool Valid, string Definition);
