using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>Compares what was asked with what the database holds: every name becomes a relation or a column, or is refused with the nearest one.</summary>
/// <param name="snapshot">What the database holds.</param>
/// <param name="schema">The exposed schema.</param>
/// <param name="limits">What may be asked.</param>
internal sealed partial class Planner(SchemaSnapshot snapshot, string schema, RestLimits limits)
{
    /// <summary>What of the project makes answers of its own kinds.</summary>
    public IReadOnlyCollection<MediaHandler> MediaHandlers => snapshot.MediaHandlers;

    /// <summary>Plans <c>GET</c> and <c>HEAD</c>.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="query">What was asked.</param>
    /// <param name="preferences">How.</param>
    /// <param name="rowCap">Most rows that the role gets; null means all.</param>
    /// <param name="headOnly">True for <c>HEAD</c>.</param>
    public ReadPlan Read(string table, RestQuery query, Preferences preferences, long? rowCap, bool headOnly)
    {
        var rows = new RowsPlanner(snapshot, schema, rowCap, limits.Aggregates).Plan(new RelationSource(Resolve(table)), query, query.Root);
        return new(rows, preferences.Count, headOnly);
    }

    private Relation Resolve(string table) =>
        snapshot.Find(schema, table) ?? throw RestErrors.UnknownTable(schema, table, NearestName.Find(table, snapshot.Names(schema)));

    /// <summary>A view that can't be written to is refused here, since PostgreSQL's own error for it stands in a class that is 500.</summary>
    private Relation ResolveFor(Writes write, string table)
    {
        var relation = Resolve(table);
        return relation.Writes.HasFlag(write) ? relation : throw RestErrors.NotWritable(relation.Name, write);
    }

    private static ImmutableArray<FilterNode<PlannedField>> Filters(Relation relation, RestQuery query)
    {
        var fields = new FieldResolver(new RelationSource(relation));
        return [.. query.Root.Filters.Select(filter => fields.Filter(filter, []))];
    }

    private static ImmutableArray<Column> Key(Relation relation) => [.. relation.PrimaryKey.Select(name => relation.Find(name)!)];

    /// <summary>What a write hands back: of the query only the order is about it, and what is said of embeds.</summary>
    private RowsPlan? Returning(Relation relation, RestQuery query, Preferences preferences)
    {
        var wanted = preferences.Return == ReturnPreference.Representation;
        if (!wanted && query.Embeds.IsEmpty)
        {
            return null;
        }

        // Planned also when nothing is handed back: a filter on what is not embedded must not be taken for none.
        var rows = new RowsPlanner(snapshot, schema, rowCap: null, limits.Aggregates).Plan(new WrittenSource(relation, WholeRow: false), query, RowsQuery.Empty with { Order = query.Root.Order });
        return wanted ? rows : null;
    }
}
