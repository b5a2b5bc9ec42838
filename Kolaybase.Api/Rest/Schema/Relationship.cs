using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Schema;

/// <summary>A way from the rows of one relation to those of another.</summary>
/// <param name="Source">Where it begins.</param>
/// <param name="Target">Where it ends; may be the same relation.</param>
/// <param name="Cardinality">How many rows stand at each end, seen from the source.</param>
/// <param name="Constraint">The foreign key's name; for <see cref="Cardinality.ManyToMany"/> the junction's two are in <paramref name="Junction"/> and this is the first's; for a computed one the function's name.</param>
/// <param name="Columns">Which columns are equal: of the source on the left, of the target on the right. Empty with a junction and for a computed one.</param>
/// <param name="Junction">The relation in between; null unless many to many.</param>
/// <param name="Function">The function that finds the target's rows from a row of the source; null unless computed.</param>
internal sealed record Relationship(
    Relation Source,
    Relation Target,
    Cardinality Cardinality,
    string Constraint,
    ImmutableArray<ColumnPair> Columns,
    Junction? Junction = null,
    QualifiedName? Function = null)
{
    /// <summary>Whether a source row has at most one target row.</summary>
    public bool ToOne => Cardinality is Cardinality.ManyToOne or Cardinality.OneToOne;

    /// <summary>Whether it leads back to where it begins.</summary>
    public bool IsSelf => Source.Schema == Target.Schema && Source.Name == Target.Name;
}

/// <summary>A column at each end of a join.</summary>
internal sealed record ColumnPair(Column Left, Column Right);

/// <summary>A relation with foreign keys to both ends, whose key they are part of.</summary>
/// <param name="Relation">The relation.</param>
/// <param name="SourceConstraint">Its foreign key to the source.</param>
/// <param name="TargetConstraint">Its foreign key to the target.</param>
/// <param name="SourceColumns">Columns of the source on the left, of the junction on the right.</param>
/// <param name="TargetColumns">Columns of the junction on the left, of the target on the right.</param>
internal sealed record Junction(
    Relation Relation,
    string SourceConstraint,
    string TargetConstraint,
    ImmutableArray<ColumnPair> SourceColumns,
    ImmutableArray<ColumnPair> TargetColumns);

/// <summary>How many rows stand at each end, seen from the source.</summary>
internal enum Cardinality
{
    ManyToOne,
    OneToMany,
    OneToOne,
    ManyToMany,
}
