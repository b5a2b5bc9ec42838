namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>That a view's column shows another relation's.</summary>
/// <param name="Number">The column's number in the view.</param>
/// <param name="Relation">Oid of the relation read, which may be a view.</param>
/// <param name="Column">The column's number there.</param>
internal readonly record struct ColumnOrigin(short Number, uint Relation, short Column);
