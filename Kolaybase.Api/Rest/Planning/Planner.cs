using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>Compares what was asked with what the database holds: every name becomes a relation or a column, or is refused with the nearest one.</summary>
/// <param name="snapshot">What the database holds.</param>
/// <param name="schema">The exposed schema.</param>
/// <param name="limits">What may be asked.</param>
internal sealed class Planner(SchemaSnapshot snapshot, string schema, RestLimits limits)
{
    /// <summary>Plans <c>GET</c> and <c>HEAD</c>.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="query">What was asked.</param>
    /// <param name="preferences">How.</param>
    /// <param name="rowCap">Most rows that the role gets; null means all.</param>
    /// <param name="headOnly">True for <c>HEAD</c>.</param>
    public ReadPlan Read(string table, RestQuery query, Preferences preferences, long? rowCap, bool headOnly)
    {
        var rows = new RowsPlanner(snapshot, schema, rowCap, limits.Aggregates).Plan(new RelationSource(Resolve(table)), query, query.Root);
        return new(rows, preferences.CountExact, headOnly);
    }

    /// <summary>Plans <c>POST</c>.</summary>
    public InsertPlan Insert(string table, RestQuery query, Preferences preferences, JsonPayload payload)
    {
        RefusePaging(query);
        if (query.Root.Filters.Length > 0)
        {
            throw RestErrors.NotImplemented("Filters have no meaning for an insert");
        }

        if (query.OnConflict is not null)
        {
            throw RestErrors.NotImplemented("Upsert (on_conflict) is not supported yet");
        }

        var relation = ResolveFor(Writes.Insert, table);
        return new(relation, Returning(relation, query, preferences), PayloadColumns(relation, query, payload), payload);
    }

    /// <summary>Plans <c>PATCH</c>; a body that names no column makes a plan without columns, which does nothing.</summary>
    public UpdatePlan Update(string table, RestQuery query, Preferences preferences, JsonPayload payload)
    {
        RefusePaging(query);
        var most = MaxAffected(query, preferences, "PATCH");
        var relation = ResolveFor(Writes.Update, table);
        return new(relation, Returning(relation, query, preferences), PayloadColumns(relation, query, payload), payload, Filters(relation, query), most);
    }

    /// <summary>Plans <c>DELETE</c>.</summary>
    public DeletePlan Delete(string table, RestQuery query, Preferences preferences)
    {
        RefusePaging(query);
        var most = MaxAffected(query, preferences, "DELETE");
        var relation = ResolveFor(Writes.Delete, table);
        return new(relation, Returning(relation, query, preferences), Filters(relation, query), most);
    }

    private static void RefusePaging(RestQuery query)
    {
        if (query.Root.Limit is not null || query.Root.Offset > 0 || query.Root.Order.Length > 0)
        {
            throw RestErrors.NotImplemented("limit, offset and order are not supported on writes");
        }
    }

    /// <summary>Without a filter the limit is the only thing between a slip and an empty table, so it binds then even without <c>handling=strict</c>.</summary>
    private static long? MaxAffected(RestQuery query, Preferences preferences, string verb) =>
        query.Root.Filters.IsEmpty
            ? preferences.MaxAffected ?? throw RestErrors.UnfilteredWrite(verb)
            : preferences.Strict ? preferences.MaxAffected : null;

    private Relation Resolve(string table) =>
        snapshot.Find(schema, table) ?? throw RestErrors.UnknownTable(schema, table, NearestName.Find(table, snapshot.Names(schema)));

    /// <summary>A view that can't be written to is refused here, since PostgreSQL's own error for it stands in a class that is 500.</summary>
    private Relation ResolveFor(Writes write, string table)
    {
        var relation = Resolve(table);
        return relation.Writes.HasFlag(write) ? relation : throw RestErrors.NotWritable(relation.Name, write);
    }

    private static string? Nearest(Relation relation, string name) => NearestName.Find(name, relation.Columns.Select(c => c.Name));

    private static ImmutableArray<FilterNode<PlannedField>> Filters(Relation relation, RestQuery query)
    {
        var fields = new FieldResolver(new RelationSource(relation));
        return [.. query.Root.Filters.Select(filter => fields.Filter(filter, []))];
    }

    /// <summary>What a write hands back. Functions over the rows need each as one value, everything else only the columns that it names, which may be all that the caller may read.</summary>
    private RowsPlan? Returning(Relation relation, RestQuery query, Preferences preferences)
    {
        if (preferences.Return != ReturnPreference.Representation)
        {
            return null;
        }

        var planner = new RowsPlanner(snapshot, schema, rowCap: null, limits.Aggregates);
        var rows = planner.Plan(new WrittenSource(relation, WholeRow: false), query, RowsQuery.Empty);
        return WrittenColumns.NeedsWholeRow(rows) ? rows with { Source = new WrittenSource(relation, WholeRow: true) } : rows;
    }

    private static ImmutableArray<Column> PayloadColumns(Relation relation, RestQuery query, JsonPayload payload)
    {
        var names = query.Columns?.Distinct(StringComparer.Ordinal) ?? payload.Keys;
        return [.. names.Select(name => relation.Find(name) ?? throw RestErrors.UnknownPayloadColumn(relation.Name, name, Nearest(relation, name)))];
    }
}
