namespace Kolaybase.Api.Rest.Schema;

/// <summary>A column of a relation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">Whether it may hold null.</param>
/// <param name="HasDefault">Whether an insert may leave it out: a default, an identity or a generated value.</param>
/// <param name="Generation">Whether the database makes its value.</param>
internal sealed record Column(string Name, ColumnType Type, bool Nullable = true, bool HasDefault = false, ColumnGeneration Generation = ColumnGeneration.None);

/// <summary>The type of a column.</summary>
/// <param name="Oid">Its oid; a domain's own, not its base type's.</param>
/// <param name="Sql">How SQL names it, modifiers included, qualified with its schema unless it is PostgreSQL's own: what <c>format_type</c> gives under an empty search path.</param>
internal sealed record ColumnType(uint Oid, string Sql);

/// <summary>How the database makes a column's value.</summary>
internal enum ColumnGeneration
{
    None,
    IdentityAlways,
    IdentityByDefault,
    Generated,
}
