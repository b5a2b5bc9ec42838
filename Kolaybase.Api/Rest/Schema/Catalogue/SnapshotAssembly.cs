namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Makes a snapshot of the facts.</summary>
internal static class SnapshotAssembly
{
    /// <summary>Makes it.</summary>
    /// <param name="facts">The facts.</param>
    public static SchemaSnapshot Assemble(CatalogueFacts facts)
    {
        var computing = facts.Routines.ToLookup(f => f.Of);
        var byRowType = new Dictionary<uint, Relation>(facts.Relations.Count);
        var appearances = new List<Appearance>(facts.Relations.Count);
        foreach (var read in facts.Relations.Values)
        {
            var tables = RelationAssembly.Tables(read, facts);
            var relation = new Relation(
                read.Name.Schema, read.Name.Name, read.Kind, read.Columns.ToImmutable(), RelationAssembly.Key(read, tables, facts), read.Writes, RoutineAssembly.Fields(computing[read.RowType]));
            byRowType[read.RowType] = relation;
            appearances.AddRange(tables.Select(t => new Appearance(t.Key, relation, t.Value)));
        }

        return new(facts.Version, byRowType.Values, routines: RoutineAssembly.Routines(facts, byRowType))
        {
            IsPolled = facts.IsPolled,
            ResetsSessions = facts.ResetsSessions,
            SetsResponse = facts.SetsResponse,
            MediaHandlers = [.. facts.MediaHandlers.SelectMany(h => h.Resolve(byRowType))],
            Graph = new(appearances, facts.ForeignKeys, RoutineAssembly.Ways(facts, byRowType)),
        };
    }
}
