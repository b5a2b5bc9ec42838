using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Makes a snapshot of the facts.</summary>
internal static class SnapshotAssembly
{
    /// <summary>Makes it.</summary>
    /// <param name="version">The version that was read before the facts.</param>
    /// <param name="facts">The facts.</param>
    public static SchemaSnapshot Assemble(long version, CatalogueFacts facts)
    {
        var relations = new List<Relation>(facts.Relations.Count);
        var appearances = new List<Appearance>(facts.Relations.Count);
        foreach (var facing in facts.Relations.Values)
        {
            var relation = new Relation(facing.Name.Schema, facing.Name.Name, facing.Kind, facing.Columns.ToImmutable(), Key(facing, facts), facing.Writes);
            relations.Add(relation);
            appearances.Add(new(facing.Oid, relation, [.. facing.Numbers]));
        }

        return new(version, relations) { Graph = new(appearances, facts.ForeignKeys, []) };
    }

    private static ImmutableArray<string> Key(RelationFacts relation, CatalogueFacts facts) =>
        facts.PrimaryKeys.TryGetValue(relation.Oid, out var numbers)
            ? [.. numbers.Select(n => relation.Numbers.IndexOf(n)).Where(i => i >= 0).Select(i => relation.Columns[i].Name)]
            : [];
}
