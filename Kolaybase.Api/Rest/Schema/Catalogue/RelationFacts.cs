using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>A relation while it is read.</summary>
/// <param name="Oid">Its number in <c>pg_class</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="RowType">Oid of its row's type.</param>
/// <param name="Writes">What can be done to its rows.</param>
internal sealed record RelationFacts(uint Oid, QualifiedName Name, RelationKind Kind, uint RowType, Writes Writes)
{
    /// <summary>Its columns in their order.</summary>
    public ImmutableArray<Column>.Builder Columns { get; } = ImmutableArray.CreateBuilder<Column>();

    /// <summary>The columns' <c>attnum</c>, which have gaps where columns were dropped.</summary>
    public List<short> Numbers { get; } = [];

    /// <summary>Whether its rows come from a query.</summary>
    public bool IsView => Kind is RelationKind.View or RelationKind.MaterializedView;
}
