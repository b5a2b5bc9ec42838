namespace Kolaybase.Api.Rest.Schema;

/// <summary>A column of a relation, of a function's result, or a function that is used as one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">Whether it may hold null.</param>
/// <param name="HasDefault">Whether an insert may leave it out: a default, an identity or a generated value.</param>
/// <param name="Generation">Whether the database makes its value.</param>
/// <param name="Default">The default as an SQL expression under an empty search path; null without one, and for identity and generated columns.</param>
/// <param name="ComputedBy">The function whose only parameter is the relation's row, for a computed field; null for a column.</param>
internal sealed record Column(
    string Name,
    ColumnType Type,
    bool Nullable = true,
    bool HasDefault = false,
    ColumnGeneration Generation = ColumnGeneration.None,
    string? Default = null,
    QualifiedName? ComputedBy = null);

/// <summary>The type of a column.</summary>
/// <param name="Oid">Its oid; a domain's own, not its base type's.</param>
/// <param name="Sql">How SQL names it, modifiers included, qualified with its schema unless it is PostgreSQL's own: what <c>format_type</c> gives under an empty search path.</param>
/// <param name="BaseOid">A domain's base type, through all domains below it; else the same as <paramref name="Oid"/>.</param>
/// <param name="Representation">A domain's own casts to and from JSON and text; null where there are none.</param>
internal sealed record ColumnType(uint Oid, string Sql, uint BaseOid, DomainRepresentation? Representation = null)
{
    /// <summary>Whether the database may have given the column another type unnoticed (<see cref="SchemaSnapshot.IsPolled"/>): then values must not be read by it, only by SQL.</summary>
    public bool MayHaveChanged { get; init; }

    /// <summary>A type that is no domain.</summary>
    public ColumnType(uint oid, string sql)
        : this(oid, sql, oid)
    {
    }
}

/// <summary>
/// PostgREST's domain representations: casts by function between a domain and <c>json</c> or <c>text</c>, which say how its
/// values look outside. PostgreSQL itself ignores casts of domains (CREATE CAST), so the functions are called by name.
/// </summary>
/// <param name="ToJson">domain → <c>json</c>, for answers; null where there is none.</param>
/// <param name="FromJson"><c>json</c> → domain, for bodies.</param>
/// <param name="FromText"><c>text</c> → domain, for values of filters.</param>
internal sealed record DomainRepresentation(QualifiedName? ToJson, QualifiedName? FromJson, QualifiedName? FromText);

/// <summary>How the database makes a column's value.</summary>
internal enum ColumnGeneration
{
    None,
    IdentityAlways,
    IdentityByDefault,
    Generated,
}
