using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Finds the tables behind a relation's columns, and with them its key.</summary>
internal static class RelationAssembly
{
    /// <summary>Most views on views that are followed. PostgreSQL lets views be replaced so that they read one another in a circle.</summary>
    private const int Deepest = 64;

    /// <summary>A table itself; of a view each table behind it, in the order of its first column. With the number of the table's column that each of the relation's shows, or 0.</summary>
    public static OrderedDictionary<uint, short[]> Tables(RelationFacts relation, CatalogueFacts facts)
    {
        var tables = new OrderedDictionary<uint, short[]>();
        if (!relation.IsView)
        {
            tables.Add(relation.Oid, [.. relation.Numbers]);
            return tables;
        }

        for (var i = 0; i < relation.Numbers.Count; i++)
        {
            if (Origin(relation.Oid, relation.Numbers[i], facts) is not { } origin)
            {
                continue;
            }

            if (!tables.TryGetValue(origin.Relation, out var numbers))
            {
                tables.Add(origin.Relation, numbers = new short[relation.Numbers.Count]);
            }

            numbers[i] = origin.Column;
        }

        return tables;
    }

    /// <summary>The columns that show whole primary keys; of a column shown twice the first (as in PostgREST).</summary>
    public static ImmutableArray<string> Key(RelationFacts relation, OrderedDictionary<uint, short[]> tables, CatalogueFacts facts)
    {
        var key = ImmutableArray.CreateBuilder<string>();
        foreach (var (table, numbers) in tables)
        {
            if (facts.PrimaryKeys.TryGetValue(table, out var columns) && Array.TrueForAll(columns, numbers.Contains))
            {
                key.AddRange(columns.Select(c => relation.Columns[Array.IndexOf(numbers, c)].Name));
            }
        }

        return key.ToImmutable();
    }

    private static ColumnOrigin? Origin(uint relation, short column, CatalogueFacts facts)
    {
        for (var depth = 0; depth < Deepest; depth++)
        {
            if (!facts.Views.TryGetValue(relation, out var origins))
            {
                return depth == 0 ? null : new(0, relation, column);
            }

            var at = origins.FindIndex(o => o.Number == column);
            if (at < 0)
            {
                return null;
            }

            (relation, column) = (origins[at].Relation, origins[at].Column);
        }

        return null;
    }
}
