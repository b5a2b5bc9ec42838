using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Schema;

/// <summary>
/// Ways between relations, derived when a relation is first asked for: views multiply them (each view of a table has the
/// table's ways to each view of the target), and most are never used. Safe for many threads.
/// </summary>
/// <param name="appearances">What the exposed relations show.</param>
/// <param name="keys">Foreign keys; those of tables that nothing shows are of no use and do no harm.</param>
/// <param name="computed">Functions that lead from a row to rows.</param>
internal sealed class RelationshipGraph(IReadOnlyCollection<Appearance> appearances, IReadOnlyCollection<ForeignKey> keys, IEnumerable<Relationship> computed)
{
    /// <summary>Most ways that begin at one relation, direct ones first; hundreds of views on a junction and its ends would make millions.</summary>
    public const int MostFromOne = 10_000;

    /// <summary>Most ways that are kept for the next request; beyond, they are derived anew each time.</summary>
    private const int MostKept = 50_000;

    private readonly ILookup<uint, Appearance> _byTable = appearances.ToLookup(a => a.Table);
    private readonly ILookup<Relation, Appearance> _byRelation = appearances.ToLookup(a => a.Relation);
    private readonly ILookup<uint, ForeignKey> _from = keys.ToLookup(k => k.Table);
    private readonly ILookup<uint, ForeignKey> _to = keys.ToLookup(k => k.Target);
    private readonly ILookup<Relation, Relationship> _computed = computed.ToLookup(r => r.Source);
    private readonly ConcurrentDictionary<Relation, ImmutableArray<Relationship>> _known = new();
    private int _kept;

    /// <summary>The ways that begin at a relation, ordered by target, kind and constraint.</summary>
    public ImmutableArray<Relationship> From(Relation source)
    {
        if (_known.TryGetValue(source, out var known))
        {
            return known;
        }

        var found = Derive(source);
        if (Volatile.Read(ref _kept) < MostKept && _known.TryAdd(source, found))
        {
            Interlocked.Add(ref _kept, found.Length);
        }

        return found;
    }

    private ImmutableArray<Relationship> Derive(Relation source)
    {
        var computed = _computed[source].ToList();
        // A function stands in for what was found in the catalogue under its name (PostgREST, "Overriding Relationships").
        var overridden = computed.Select(r => r.Function).ToHashSet();
        return
        [
            .. Direct(source).Concat(ManyToMany(source))
                .Where(r => overridden.Count == 0 || !overridden.Contains(new QualifiedName(r.Target.Schema, r.Target.Name)))
                .Take(MostFromOne)
                .Concat(computed)
                .OrderBy(r => r.Target.Schema, StringComparer.Ordinal)
                .ThenBy(r => r.Target.Name, StringComparer.Ordinal)
                .ThenBy(r => Rank(r.Cardinality))
                .ThenBy(r => r.Constraint, StringComparer.Ordinal),
        ];
    }

    private IEnumerable<Relationship> Direct(Relation source)
    {
        foreach (var shown in _byRelation[source])
        {
            foreach (var key in _from[shown.Table])
            {
                foreach (var (target, pairs) in Pairs(shown, key.Columns, key.Target, key.TargetColumns))
                {
                    yield return new(source, target, key.Unique ? Cardinality.OneToOne : Cardinality.ManyToOne, key.Name, pairs);
                }
            }

            foreach (var key in _to[shown.Table])
            {
                foreach (var (target, pairs) in Pairs(shown, key.TargetColumns, key.Table, key.Columns))
                {
                    yield return new(source, target, key.Unique ? Cardinality.OneToOne : Cardinality.OneToMany, key.Name, pairs);
                }
            }
        }
    }

    /// <summary>Over every relation with foreign keys to both ends whose columns are part of its primary key. One that is not exposed does not count: the caller could not look into it.</summary>
    private IEnumerable<Relationship> ManyToMany(Relation source) =>
        from shown in _byRelation[source]
        from first in _to[shown.Table]
        where !first.Unique
        from near in Pairs(shown, first.TargetColumns, first.Table, first.Columns)
        let junction = near.Target
        where near.Columns.All(pair => junction.PrimaryKey.Contains(pair.Right.Name))
        from side in _byRelation[junction]
        from second in _from[side.Table]
        where !second.Unique && !ReferenceEquals(second, first)
        from far in Pairs(side, second.Columns, second.Target, second.TargetColumns)
        where far.Columns.All(pair => junction.PrimaryKey.Contains(pair.Left.Name))
        select new Relationship(source, far.Target, Cardinality.ManyToMany, first.Name, [], new(junction, first.Name, second.Name, near.Columns, far.Columns));

    /// <summary>The columns of one relation beside those of every relation that shows the other table.</summary>
    private IEnumerable<(Relation Target, ImmutableArray<ColumnPair> Columns)> Pairs(Appearance left, short[] leftColumns, uint right, short[] rightColumns) =>
        from chosen in left.Find(leftColumns)
        from target in _byTable[right]
        from met in target.Find(rightColumns)
        select (target.Relation, chosen.Zip(met, (l, r) => new ColumnPair(l, r)).ToImmutableArray());

    /// <summary>The order in which PostgREST lists candidates.</summary>
    private static int Rank(Cardinality cardinality) => cardinality switch
    {
        Cardinality.OneToMany => 0,
        Cardinality.ManyToOne => 1,
        Cardinality.OneToOne => 2,
        _ => 3,
    };
}
