using System.Collections.Immutable;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>Where the rows of one level come from.</summary>
internal abstract record RowSource
{
    /// <summary>The relation whose rows they are, from which relationships begin; null when they are no relation's.</summary>
    public abstract Relation? Relation { get; }

    /// <summary>The columns that <c>*</c> stands for.</summary>
    public abstract ImmutableArray<Column> Columns { get; }

    /// <summary>Its name in messages.</summary>
    public abstract string Title { get; }

    /// <summary>The column or computed field of that name, or null.</summary>
    public abstract Column? Find(string name);
}

/// <summary>Rows of a table or view.</summary>
internal sealed record RelationSource(Relation Table) : RowSource
{
    public override Relation Relation => Table;

    public override ImmutableArray<Column> Columns => Table.Columns;

    public override string Title => Table.Name;

    public override Column? Find(string name) => Table.Find(name);
}

/// <summary>Rows that the request has just written, in a common table expression before the query.</summary>
/// <param name="Table">What they were written to.</param>
/// <param name="WholeRow">Whether the expression holds each row as one value, which functions over it need; else it holds columns by their names.</param>
internal sealed record WrittenSource(Relation Table, bool WholeRow) : RowSource
{
    public override Relation Relation => Table;

    public override ImmutableArray<Column> Columns => Table.Columns;

    public override string Title => Table.Name;

    public override Column? Find(string name) => Table.Find(name);
}
