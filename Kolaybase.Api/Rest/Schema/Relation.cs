using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Schema;

/// <summary>A table, partitioned table, view, materialized view or foreign table.</summary>
internal sealed class Relation
{
    // Made when first used: most of a large schema's relations are never asked for.
    private FrozenDictionary<string, Column>? _byName;

    /// <summary>Makes one.</summary>
    /// <param name="schema">Its schema.</param>
    /// <param name="name">Its name.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="columns">Its columns in their order, without dropped and system columns.</param>
    /// <param name="primaryKey">Names of the key's columns in the key's order; empty without a key.</param>
    /// <param name="writes">What can be done to its rows, whoever asks.</param>
    /// <param name="computed">Functions whose only parameter is a row of it and that return one value: computed fields.</param>
    public Relation(
        string schema,
        string name,
        RelationKind kind,
        ImmutableArray<Column> columns,
        ImmutableArray<string> primaryKey,
        Writes writes = Writes.All,
        ImmutableArray<Column>? computed = null)
    {
        (Schema, Name, Kind, Columns, PrimaryKey, Writes, Computed) = (schema, name, kind, columns, primaryKey, writes, computed ?? []);
    }

    /// <summary>Its schema.</summary>
    public string Schema { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public RelationKind Kind { get; }

    /// <summary>Its columns in their order.</summary>
    public ImmutableArray<Column> Columns { get; }

    /// <summary>Names of the key's columns in the key's order; empty without a key.</summary>
    public ImmutableArray<string> PrimaryKey { get; }

    /// <summary>What can be done to its rows, whoever asks: not everything to a view.</summary>
    public Writes Writes { get; }

    /// <summary>Computed fields: usable like columns, but no part of <c>*</c>.</summary>
    public ImmutableArray<Column> Computed { get; }

    /// <summary>The column or computed field of that name, or null.</summary>
    public Column? Find(string column) => (_byName ??= ByName()).GetValueOrDefault(column);

    /// <summary>For messages.</summary>
    public override string ToString() => $"{Schema}.{Name}";

    private FrozenDictionary<string, Column> ByName()
    {
        // A column hides a computed field of its name, as it does in PostgreSQL's t.name.
        var names = Columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return Columns.Concat(Computed.Where(c => names.Add(c.Name))).ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);
    }
}

/// <summary>What a relation is.</summary>
internal enum RelationKind
{
    Table,
    View,
    MaterializedView,
    ForeignTable,
}

/// <summary>Kinds of write, as <c>pg_relation_is_updatable</c> numbers them.</summary>
[Flags]
internal enum Writes
{
    None = 0,
    Update = 4,
    Insert = 8,
    Delete = 16,
    All = Update | Insert | Delete,
}
